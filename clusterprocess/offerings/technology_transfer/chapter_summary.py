"""Chapters 1 and 2 of the Fahrplan: what is decided, and how it came about."""

from __future__ import annotations

from decimal import Decimal

from clusterprocess.methods.actor_kinds import ACTOR_GROUPS, GROUP_OF, ActorKind
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Block, Bullets, Callout, Cell, Heading, Paragraph, Table, Timeline
from clusterprocess.offerings.sections.numbers import day, in_words, number
from clusterprocess.offerings.technology_transfer.analysis import needs_of, offers_of
from clusterprocess.offerings.technology_transfer.disclosure import Audience
from clusterprocess.offerings.technology_transfer.idea_sheets import UNTOLD_TITLE, may_tell, next_step
from clusterprocess.offerings.technology_transfer.readers import is_evening, mark
from clusterprocess.offerings.technology_transfer.texts import said

_PROFILE_KEYS: dict[ActorKind, str] = {
    "kmu": "members_sme",
    "gross": "members_large",
    "hochschule": "members_uni",
    "forschung": "members_rto",
    "oeffentlich": "members_public",
    "sonstige": "members_other",
}


def summary(case: Case, audience: Audience) -> tuple[Block, ...]:
    """One page: what is needed, what starts with whom and when, what it costs, what is left, what is decided."""
    plan = case.plan
    decided = Callout(
        "Der Sprecherkreis beschließt:" if is_evening(case) else "Das Clustermanagement beschließt:",
        "",
        tuple(plan["resolution"]),
    )
    note = Paragraph(
        "Diese Fassung enthält nur, was die Beteiligten freigegeben haben. Alle anderen Beiträge erscheinen mit Nummer, Art "
        "und Größe; ihr Inhalt bleibt bei ihnen.",
        style="lead",
    )
    return (
        Heading(1, "Zusammenfassung", "1", page_break=True),
        *((note,) if audience is Audience.PUBLIC else ()),
        *said(case, "summary.where", audience),
        *said(case, "summary.why", audience),
        _ideas(case, audience),
        *((Bullets(tuple(plan["costs_summary"])),) if audience is Audience.INTERNAL else ()),
        *said(case, "summary.left", audience),
        *((decided,) if audience is Audience.INTERNAL else ()),
    )


def _ideas(case: Case, audience: Audience) -> Table:
    ideas = case.plan["ideas"]
    count = len(ideas)
    what = "Ein Vorhaben startet" if count == 1 else f"{in_words(count).capitalize()} Vorhaben starten"
    told = [next_step(i) for i in ideas if may_tell(case, i, audience)]
    first = f"; die erste Frist ist der {day(min(told))}" if told else ""
    rows: list[tuple[str | Cell, ...]] = [
        (i["key"], Cell(i["title"], bold=True), mark(i["lead"]), day(next_step(i)), Cell(_volume(i), align="right"))
        if may_tell(case, i, audience)
        else (i["key"], Cell(UNTOLD_TITLE), "–", "–", "–")
        for i in ideas
    ]
    if audience is Audience.PUBLIC:
        rows = [row[:4] for row in rows]
    return Table(
        "overview",
        f"{what}{first}",
        ("Nr.", "Vorhaben", "Federführung", "nächste Frist", "Kosten in Euro")[
            : 5 if audience is Audience.INTERNAL else 4
        ],
        tuple(rows),
        (0.07, 0.40, 0.25, 0.13, 0.15) if audience is Audience.INTERNAL else (0.07, 0.48, 0.30, 0.15),
        size="small",
    )


def _volume(idea: dict[str, str]) -> str:
    return number(Decimal(str(idea["cost_companies_eur"])) + Decimal(str(idea["cost_science_eur"])))


def process(case: Case, audience: Audience) -> tuple[Block, ...]:
    """Occasion, way, who took part, how confidentiality was kept."""
    steps = [(day(case.requested_on), "Anfrage")]
    needs, offers = len(needs_of(case)), len(offers_of(case))
    steps.append((day(case.submissions["bedarfe"]["closed_on"]), f"{needs} Bedarfs-, {offers} Angebotsbögen"))
    held = [w for w in case.workshops if w.record]
    for workshop in held:
        talks = len(workshop.record["talks"])
        steps.append((day(workshop.held_on), f"{workshop.title}, {talks} Gespräche" if talks else workshop.title))
    steps.append((day(case.today), "Entwurf"))
    if case.answers.get("next_board_on"):
        steps.append((day(case.answers["next_board_on"][0]), "Sitzung"))
    talked = sum(len(w.record["talks"]) for w in held)
    finding = f"aus {needs} Bedarfen wurden {talked} Gespräche und {in_words(len(case.plan['ideas']))} Vorhaben"
    timeline = Timeline(
        "process",
        f"Von der Anfrage zum Fahrplan: {finding}",
        tuple(steps),
        f"Zeitstrahl: {', '.join(f'{what} am {when}' for when, what in steps)}",
    )
    return (
        Heading(1, "Vorgehen", "2", page_break=audience is Audience.INTERNAL and not is_evening(case)),
        *((Heading(2, "Anlass und Weg", "2.1"),) if not is_evening(case) else ()),
        *said(case, "occasion", audience),
        *said(case, "process", audience),
        timeline,
        *_participation(case, audience),
    )


def _participation(case: Case, audience: Audience) -> tuple[Block, ...]:
    texts = (*said(case, "participation", audience), *said(case, "confidentiality", audience))
    if is_evening(case):
        return (*texts, *said(case, "method", audience))
    return (
        Heading(2, "Wer mitgewirkt hat und wie Vertrauliches vertraulich blieb", "2.2"),
        *texts[:1],
        participation_table(case),
        *texts[1:],
        *said(case, "method", audience),
    )


def participation_table(case: Case) -> Table:
    """Members, organisations with sheets and presence by group of actors."""
    held = [w for w in case.workshops if w.record]
    needs = {n["n_orga"]: "gross" if n["n_size"] == "250+" else "kmu" for n in needs_of(case)}
    offers = {o["party"]: o["party_kind"] for o in offers_of(case)}
    rows: list[tuple[str | Cell, ...]] = []
    totals = [0] * (3 + len(held))
    for group in ACTOR_GROUPS:
        members = sum(int(case.profile[_PROFILE_KEYS[k]]) for k in _PROFILE_KEYS if GROUP_OF[k] == group)
        with_need = sum(GROUP_OF[k] == group for k in needs.values())  # type: ignore[index]
        with_offer = sum(GROUP_OF[k] == group for k in offers.values())
        present = [sum(GROUP_OF[a["kind"]] == group for a in w.record["attendance"]) for w in held]
        values = [members, with_need, with_offer, *present]
        totals = [t + v for t, v in zip(totals, values, strict=True)]
        rows.append((group, *(str(v) for v in values)))
    rows.append((Cell("Summe", bold=True), *(Cell(str(t), bold=True) for t in totals)))
    share = 0.68 / (3 + len(held))
    days = "; ".join(f"{w.title} am {day(w.held_on)}" for w in held)
    return Table(
        "participation",
        f"{totals[1]} Organisationen haben einen Bedarf genannt, {totals[2]} ein Angebot",
        ("Akteursart", "Mitglieder", "mit Bedarf", "mit Angebot", *(f"Tag {w.number}" for w in held)),
        tuple(rows),
        (0.32, *([share] * (3 + len(held)))),
        ("left", *(["right"] * (3 + len(held)))),  # type: ignore[arg-type]
        f"Mitgliederliste {day(case.profile_as_of)}, Bögen, Anwesenheitslisten (Organisationen, auch Gäste): {days}",
        size="small",
        total_row=True,
    )
