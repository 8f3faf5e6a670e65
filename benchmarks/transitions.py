"""Median of one state change as a use case: lock, rules, deadlines, event, chain, commit."""

from __future__ import annotations

import statistics
import time

from benchmarks.sample import sample_app
from clusterprocess.demo.story import NUMBER
from clusterprocess.usecases.decide import Decision, decide

ROUNDS = 150


def main() -> None:
    with sample_app("Anfrage aufnehmen") as app:
        actor = app.actor("b.berger", "bench")
        seconds = []
        for n in range(2 * ROUNDS):
            decision = Decision("pause", "kapazitaet_agentur") if n % 2 == 0 else Decision("resume")
            began = time.perf_counter()
            app.run(actor, lambda w, d=decision: decide(w, NUMBER, d))
            seconds.append(time.perf_counter() - began)
    ordered = sorted(seconds)
    print(
        f"stage transition: median {statistics.median(seconds) * 1000:.1f} ms, "
        f"p95 {ordered[int(0.95 * len(ordered))] * 1000:.1f} ms, n = {len(seconds)} (target: median under 10 ms)"
    )


if __name__ == "__main__":
    main()
