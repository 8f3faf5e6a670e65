"""Papers of a group event: what the list, the certificates and the evaluation say, and what they keep to themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from clusterprocess.offerings.case import Funding
from clusterprocess.offerings.sections.blocks import Block, DocumentContext, Heading, Paragraph, Table
from clusterprocess.offerings.standard.event_evaluation import EvaluationResult, evaluation_result, evaluation_sections
from clusterprocess.offerings.standard.event_papers import (
    FREE_ROWS,
    EventFacts,
    Participant,
    attendance_list,
    certificates,
    evaluation_note,
)

FUNDING = Funding(
    "EFRE-Beispiel-1", "ClusterAgentur Baden-Württemberg", "Ministerium (Beispiel)", "2014-2020", date(2014, 10, 1),
    date(2017, 9, 30), Decimal("3008317.38"), Decimal("0.5"),
    "Europäische Union – Europäischer Fonds für regionale Entwicklung", "Gefördert durch die Europäische Union", "Emblem",
)  # fmt: skip
FACTS = EventFacts(
    "CA-2015-V-003", "Gruppencoaching", "Mitglieder gewinnen", "", date(2015, 5, 21), "09:30", "12:30",
    "Haus der Wirtschaft", "Anna Muster (Beispiel)", "Beratungshaus Beispiel", (("09:30", "Begrüßung"),), FUNDING,
    date(2015, 5, 22), True, 12, 12, 9,
)  # fmt: skip
ANNA = Participant("Anna {Amsel} (Beispiel)", "Firma Beispiel", "kmu", "Netz Beispiel")
BERT = Participant("Bert Buche (Beispiel)", "Netz Beispiel", "sonstige", "Netz Beispiel")


def _blocks(context: DocumentContext) -> tuple[Block, ...]:
    return context.chapters["inhalt"]


def _table(context: DocumentContext, key: str) -> Table:
    return next(b for b in _blocks(context) if isinstance(b, Table) and b.key == key)


def _said(context: DocumentContext) -> str:
    return "\n".join(b.text for b in _blocks(context) if isinstance(b, Paragraph))


def _answers(count: int) -> list[dict[str, object]]:
    return [{"nutzen": 5, "mitnehmen": f"Satz {n}"} for n in range(count)]


def test_every_paper_carries_statement_operation_and_number() -> None:
    for paper in (
        attendance_list(FACTS, [ANNA]),
        certificates(FACTS, [ANNA]),
        evaluation_note(FACTS, evaluation_result((), 0)),
    ):
        assert paper.statement == paper.fields["foerderhinweis"] == FUNDING.statement
        assert paper.fields["vorgang"] == paper.subject == "CA-2015-V-003"
        assert "EFRE-Beispiel-1" in _said(paper) and paper.fields["demo_hinweis"] == "Demo – Beispieldaten"


def test_the_list_prints_who_is_registered_and_leaves_room_for_others() -> None:
    rows = _table(attendance_list(FACTS, [ANNA, BERT]), "liste").rows
    assert [row[:4] for row in rows[:3]] == [
        ("1", "Anna {{Amsel}} (Beispiel)", "Firma Beispiel", "KMU"),
        ("2", "Bert Buche (Beispiel)", "Netz Beispiel", "Sonstige"),
        ("3", "", "", ""),
    ]
    assert len(rows) == 2 + FREE_ROWS


def test_each_certificate_stands_on_a_page_of_its_own() -> None:
    headings = [b for b in _blocks(certificates(FACTS, [ANNA, BERT])) if isinstance(b, Heading)]
    assert [(h.text, h.page_break) for h in headings] == [
        ("Teilnahmebescheinigung", False), ("Teilnahmebescheinigung", True),
    ]  # fmt: skip


def test_a_certificate_names_person_organisation_and_initiative_once_each() -> None:
    lines = [b.text for b in _blocks(certificates(FACTS, [ANNA, BERT])) if isinstance(b, Paragraph)]
    assert lines[1:3] == ["Anna {{Amsel}} (Beispiel)", "Firma Beispiel, Netz Beispiel"]
    # Bert comes from the office of his initiative: one name says both
    assert "Netz Beispiel" in lines and "Netz Beispiel, Netz Beispiel" not in lines


def test_the_form_asks_five_questions_and_none_of_them_must_be_answered() -> None:
    fields = [f for section in evaluation_sections() for f in section.fields]
    assert len(fields) == 5 and not any(f.required for f in fields)
    assert [(f.lowest, f.highest) for f in fields] == [(1, 5)] * 3 + [(None, None)] * 2


def test_below_eight_answers_only_their_number_is_told() -> None:
    paper = evaluation_note(FACTS, evaluation_result(_answers(7), 12))
    assert "erst ab 8 Rückmeldungen" in _said(paper) and "Eingegangen sind 7." in _said(paper)
    assert not any("Satz" in str(block) for block in _blocks(paper))
    assert [b.key for b in _blocks(paper) if isinstance(b, Table)] == ["zahlen"]


def test_from_eight_answers_on_means_are_shown_for_each_question_that_eight_answered() -> None:
    paper = evaluation_note(FACTS, evaluation_result([*_answers(7), {"nutzen": 2, "austausch": 1}], 12))
    shown = [tuple(getattr(cell, "text", cell) for cell in row)[1:] for row in _table(paper, "mittel").rows]
    # (7 * 5 + 2) / 8 = 4.625, rounded 4.6; one answer to the second question stays hidden
    assert shown == [("8", "4,6"), ("1", "–"), ("0", "–")]
    assert "Satz 6" in str(_blocks(paper))


def test_words_are_sorted_so_that_no_single_answer_can_be_put_together() -> None:
    answers = [{"mitnehmen": "b", "fehlte": "x"}, {"mitnehmen": "a", "fehlte": "y"}, *_answers(6)]
    result: EvaluationResult = evaluation_result(answers, 12)
    assert result.words[0][1][-2:] == ("a", "b") and result.words[1][1] == ("x", "y")
