"""Render time of the Strategiepapier and byte equality of two renderings."""

from __future__ import annotations

import io
import statistics
import time

from pypdf import PdfReader

from benchmarks.sample import sample_app
from clusterprocess.adapters.pdf import LibreOffice
from clusterprocess.adapters.word import WordDocuments
from clusterprocess.demo.people import SYSTEM
from clusterprocess.demo.story import NUMBER
from clusterprocess.offerings.cluster_strategy.report import strategy_paper
from clusterprocess.usecases.assemble_case import assemble_case

ROUNDS = 9


def main() -> None:
    with sample_app("Strategieplan") as app:
        case = app.run(SYSTEM, lambda w: assemble_case(w, w.queries.engagement(NUMBER)))
        documents = WordDocuments(app.settings.templates_folder)
        seconds, outputs = [], []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            outputs.append(documents.render("cluster_strategy/strategiepapier.docx", strategy_paper(case)).content)
            seconds.append(time.perf_counter() - began)
        equal = len(set(outputs)) == 1
        print(
            f"Strategiepapier: median {statistics.median(seconds) * 1000:.0f} ms over {ROUNDS} renderings, "
            f"byte-identical: {'yes' if equal else 'NO'} (target: under 1000 ms, yes)"
        )
        office = LibreOffice(app.settings.soffice)
        if office.is_available():
            began = time.perf_counter()
            pages = len(PdfReader(io.BytesIO(office.to_pdf(outputs[0]))).pages)
            print(f"Strategiepapier: {pages} pages, LibreOffice took {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
