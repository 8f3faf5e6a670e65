"""Chapter 2 of the Strategiepapier: why now, how it went, who took part."""

from __future__ import annotations

from clusterprocess.methods.actor_kinds import ACTOR_GROUPS, GROUP_OF, ActorKind
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Align, Block, Cell, Heading, Table, Timeline
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.texts import own


def occasion(case: Case) -> tuple[Block, ...]:
    """Why now, how it went, who took part."""
    steps = _steps(case)
    return (
        Heading(1, "Anlass und Vorgehen", "2", page_break=True),
        Heading(2, "Warum jetzt und auf welchem Weg", "2.1"),
        *own(case, "occasion"),
        *own(case, "process"),
        Timeline(
            "process",
            f"Von der Anfrage zum Beschluss: {_ways(case)}",
            tuple(steps),
            f"Zeitstrahl: {', '.join(f'{what} am {when}' for when, what in steps)}",
        ),
        Heading(2, "Wer mitgewirkt hat", "2.2"),
        *own(case, "participation"),
        participation_table(case),
        *own(case, "method"),
    )


def _steps(case: Case) -> list[tuple[str, str]]:
    """Dated steps from the request to the board."""
    steps = [(day(case.requested_on), "Anfrage")]
    if case.interviews:
        steps.append((day(max(i["held_on"] for i in case.interviews)), f"{len(case.interviews)} Gespräche"))
    if case.survey:
        steps.append((day(case.survey["closed_on"]), f"Befragung, {len(case.survey['responses'])} Antworten"))
    dated = [(w.held_on.isoformat(), w.title) for w in case.workshops if w.record]
    if result := case.finding("F13"):
        panel = case.submissions["delphi"]
        dated += [(panel["closed_one"], f"Delphi 1, {result['panel_one']} Antworten"),
                  (panel["closed_two"], f"Delphi 2, {result['panel_two']} Antworten")]  # fmt: skip
    steps += [(day(on), what) for on, what in sorted(dated)]
    steps.append((day(case.today), "Entwurf"))
    if case.answers.get("next_board_on"):
        steps.append((day(case.answers["next_board_on"][0]), "Vorstand"))
    return steps


def _ways(case: Case) -> str:
    """How the members were heard, in numbers."""
    days = sum(bool(w.record) for w in case.workshops)
    ways = [f"{in_words(len(case.interviews)).capitalize()} Gespräche"]
    if responses := case.survey.get("responses", []):
        ways.append(f"{len(responses)} Fragebögen")
    if case.finding("F13"):
        ways.append("zwei Delphi-Runden")
    ways.append("ein Strategietag" if days == 1 else f"{in_words(days)} Strategietage")
    return ", ".join(ways)


def participation_table(case: Case) -> Table:
    """Members, invited, answers and presence by group; the survey's small groups are not shown separately."""
    kinds: dict[ActorKind, str] = {
        "kmu": "members_sme",
        "gross": "members_large",
        "hochschule": "members_uni",
        "forschung": "members_rto",
        "oeffentlich": "members_public",
        "sonstige": "members_other",
    }
    held = [w for w in case.workshops if w.record]
    rows: list[tuple[str | Cell, ...]] = []
    totals = [0] * (3 + len(held))
    for group in ACTOR_GROUPS:
        members = sum(int(case.profile[kinds[k]]) for k in kinds if GROUP_OF[k] == group)
        invited = sum(n for k, n in case.survey.get("invited", {}).items() if GROUP_OF[k] == group)
        answers = sum(GROUP_OF[r["kind"]] == group for r in case.survey.get("responses", []))
        present = [sum(GROUP_OF[a["kind"]] == group for a in w.record["attendance"]) for w in held]
        values = [members, invited, answers, *present]
        totals = [t + v for t, v in zip(totals, values, strict=True)]
        shown = [str(v) for v in values]
        if answers < 8:
            shown[2] = "unter 8"
        rows.append((group, *shown))
    rows.append((Cell("Summe", bold=True), *(Cell(str(t), bold=True) for t in totals)))
    right: list[Align] = ["right"] * (3 + len(held))
    share = 0.66 / (3 + len(held))
    surveyed = f", Befragung bis {day(case.survey['closed_on'])}" if case.survey else ""
    return Table(
        "participation",
        f"Beteiligung nach Akteursart: {totals[2]} von {totals[1]} Mitgliedern haben geantwortet",
        ("Akteursart", "Mitglieder", "eingeladen", "Antworten", *(f"Tag {w.number}" for w in held)),
        tuple(rows),
        (0.34, *([share] * (3 + len(held)))),
        ("left", *right),
        f"Mitgliederliste {day(case.profile_as_of)}{surveyed}, Anwesenheitslisten (Organisationen)",
        total_row=True,
    )
