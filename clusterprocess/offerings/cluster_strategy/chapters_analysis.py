"""Chapters 1 to 6 of the Strategiepapier: what the board resolves, and what it rests on."""

from __future__ import annotations

from clusterprocess.methods.actor_kinds import ACTOR_GROUPS, GROUP_OF, ActorKind
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.common.rows import SERVICE_NAMES
from clusterprocess.offerings.common.texts import headline, own
from clusterprocess.offerings.sections.blocks import (
    Align,
    Block,
    Bullets,
    Callout,
    Cell,
    Chart,
    Heading,
    Quote,
    Series,
    Table,
    Timeline,
)
from clusterprocess.offerings.sections.numbers import day, euro, in_words, number, percent

KIND_NAMES = {
    "members_sme": "KMU",
    "members_large": "Großunternehmen",
    "members_uni": "Hochschulen",
    "members_rto": "Forschungseinrichtungen",
    "members_public": "öffentliche Hand/Kammern",
    "members_other": "Sonstige",
}
INCOME_NAMES = {
    "zuschuss": "Zuschuss",
    "beitraege": "Beiträge",
    "leistungen": "Leistungen",
    "sponsoring": "Sponsoring",
    "traeger": "Träger",
    "kommunal": "Kommunen",
}


def summary(case: Case) -> tuple[Block, ...]:
    """Exactly one page: where we stand, why now, vision, goals, cost, what stops, what is resolved."""
    plan = case.plan
    last = str(plan["years"][1])
    rows = tuple(
        (
            Cell(f["title"], bold=True),
            f["goals"][0]["indicator"],
            f["goals"][0]["baseline_text"],
            f["goals"][0]["targets"].get(last, ""),
        )
        for f in plan["fields"]
    )
    return (
        Heading(1, "Zusammenfassung und Beschluss", "1", page_break=True),
        *own(case, "summary.where"),
        *own(case, "summary.why"),
        Callout("Unsere Vision", plan["vision"]),
        Table(
            "goals",
            f"Vier Felder, vier Ziele bis {last}" if len(rows) == 4 else f"Felder und Ziele bis {last}",
            ("Handlungsfeld", "Ziel", "heute", last),
            rows,
            (0.26, 0.30, 0.25, 0.19),
            size="small",
        ),
        Bullets(tuple(plan["costs_summary"])),
        *own(case, "summary.stop"),
        Callout("Der Vorstand beschließt:", "", tuple(plan["resolution"])),
    )


def occasion(case: Case) -> tuple[Block, ...]:
    """Why now, how it went, who took part."""
    steps = [(day(case.requested_on), "Anfrage")]
    if case.interviews:
        steps.append((day(max(i["held_on"] for i in case.interviews)), f"{len(case.interviews)} Gespräche"))
    if case.survey:
        steps.append((day(case.survey["closed_on"]), f"Befragung, {len(case.survey['responses'])} Antworten"))
    steps += [(day(w.held_on), w.title) for w in case.workshops if w.record]
    steps.append((day(case.today), "Entwurf"))
    if case.answers.get("next_board_on"):
        steps.append((day(case.answers["next_board_on"][0]), "Vorstand"))
    days = in_words(sum(bool(w.record) for w in case.workshops))
    finding = f"{in_words(len(case.interviews)).capitalize()} Gespräche, {len(case.survey.get('responses', []))} Fragebögen, {days} Strategietage"
    return (
        Heading(1, "Anlass und Vorgehen", "2", page_break=True),
        Heading(2, "Warum jetzt und auf welchem Weg", "2.1"),
        *own(case, "occasion"),
        *own(case, "process"),
        Timeline(
            "process",
            f"Von der Anfrage zum Beschluss: {finding}",
            tuple(steps),
            f"Zeitstrahl: {', '.join(f'{what} am {when}' for when, what in steps)}",
        ),
        Heading(2, "Wer mitgewirkt hat", "2.2"),
        *own(case, "participation"),
        participation_table(case),
        *own(case, "method"),
    )


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
    return Table(
        "participation",
        f"Beteiligung nach Akteursart: {totals[2]} von {totals[1]} Mitgliedern haben geantwortet",
        ("Akteursart", "Mitglieder", "eingeladen", "Antworten", *(f"Tag {w.number}" for w in held)),
        tuple(rows),
        (0.34, *([share] * (3 + len(held)))),
        ("left", *right),
        f"Mitgliederliste {day(case.profile_as_of)}, Befragung bis {day(case.survey.get('closed_on'))}, Anwesenheitslisten (Organisationen)",
        total_row=True,
    )


def starting_position(case: Case) -> tuple[Block, ...]:
    profile = case.profile
    values = [int(profile[k]) for k in KIND_NAMES]
    total, firms = sum(values), values[0] + values[1]
    science = values[2] + values[3]
    quotes = [(q, i["described_as"]) for i in case.interviews if i["may_be_quoted"] for q in i["quotations"]][:2]
    quoted = any(q[:40] in case.texts.get("services", "") for q, _ in quotes)
    alt = "Balkendiagramm: " + ", ".join(f"{v} {n}" for v, n in zip(values, KIND_NAMES.values(), strict=True))
    return (
        Heading(1, headline(case, "3", "Ausgangslage"), "3"),
        Heading(2, "Mitglieder und was sie nutzen", "3.1"),
        *own(case, "members.before"),
        Chart(
            "members",
            f"{percent(firms / total)} der Mitglieder sind Unternehmen, die Wissenschaft stellt {percent(science / total)}",
            "bar",
            (Series("Mitglieder", tuple(float(v) for v in values), colour="companies"),),
            alt,
            tuple(KIND_NAMES.values()),
            f"Mitgliederliste, n = {total}, Stand {day(case.profile_as_of)}",
            "Mitglieder",
            height_cm=6.0,
        ),
        *own(case, "members.after"),
        *own(case, "services"),
        *(() if quoted else tuple(Quote(text, who) for text, who in quotes)),
        Heading(2, headline(case, "3.2", "Einnahmen und Kosten"), "3.2"),
        *own(case, "money.before"),
        waterfall(case),
        *own(case, "money.after"),
    )


def waterfall(case: Case) -> Chart:
    """Income of today, without the grant, against cost: the gap that a board understands."""
    money, result = case.answers["finances"], case.finding("F10")
    stress = result["stress"]
    steps: list[tuple[str, float, float]] = []
    running = 0.0
    for source in money["sources"]:
        amount = float(source["amount_eur"]) / 1000
        steps.append((INCOME_NAMES[source["kind"]], running, amount))
        running += amount
    lost, gap = float(stress["lost_eur"]) / 1000, float(stress["shortfall_eur"]) / 1000
    steps.append(("Wegfall Zuschuss", running - lost, lost))
    steps.append(("Fehlbetrag", running - lost, gap))
    steps.append(("Kosten ohne Projekt", 0.0, float(money["cost_without_project_eur"]) / 1000))
    names = tuple(s[0] for s in steps)
    payer = (
        f", rechnerisch {euro(stress['extra_fee_eur'])} je zahlendem Mitglied"
        if stress.get("extra_fee_eur") is not None
        else ""
    )
    visible = tuple(s[2] for s in steps)
    return Chart(
        "waterfall",
        f"Ohne den Zuschuss fehlen jährlich {euro(stress['shortfall_eur'])}{payer}",
        "waterfall",
        (
            Series("Sockel", tuple(s[1] for s in steps), colour="hidden"),
            Series("Betrag", visible, labels=tuple(number(v) for v in visible), colour="companies"),
        ),
        "Wasserfalldiagramm in Tausend Euro: "
        + ", ".join(f"{n} {number(v)}" for n, v in zip(names, visible, strict=True)),
        names,
        f"{money['source']}, Tausend Euro",
        y_title="Tausend Euro",
        height_cm=7.5,
    )


def environment(case: Case) -> tuple[Block, ...]:
    return (
        Heading(1, headline(case, "4", "Umfeld und Trends"), "4"),
        Heading(2, "Entwicklungen, die eine Antwort verlangen", "4.1"),
        *own(case, "trends.before"),
        *trends(case),
        *own(case, "trends.after"),
        *_chain(case),
    )


def trends(case: Case) -> tuple[Block, ...]:
    """Bubbles by impact and probability, and the table with "betrifft uns, weil" and the source of each."""
    rows = case.answers.get("trends", [])
    result = case.finding("F15")
    if not rows or not result:
        return ()
    top = sorted(rows, key=lambda t: -t["impact"] * t["probability"])[:2]
    points = tuple((float(t["probability"]), float(t["impact"]), float(max(t["mentions"], 1))) for t in rows)
    table = Table(
        "trends",
        f"{in_words(len(rows)).capitalize()} Trends mit Beispiel und Quelle",
        ("Nr.", "Trend", "betrifft uns, weil", "Beispiel", "Quelle"),
        tuple(
            (
                str(n),
                Cell(f"{t['title']} ({'Chance' if t['direction'] == '+' else 'Risiko'})", bold=True),
                t["concerns_us"],
                t["example"],
                t["source"],
            )
            for n, t in enumerate(rows, 1)
        ),
        (0.06, 0.22, 0.29, 0.26, 0.17),
        size="tiny",
    )
    return (
        Chart(
            "trends",
            f"„{top[0]['title']}“ und „{top[1]['title']}“ wirken am stärksten",
            "bubble",
            (
                Series(
                    "Trends", points=points, labels=tuple(str(n) for n in range(1, len(rows) + 1)), colour="companies"
                ),
            ),
            "Blasendiagramm Wirkung gegen Eintritt: "
            + "; ".join(
                f"{n} {t['title']} Wirkung {t['impact']}, Eintritt {t['probability']}" for n, t in enumerate(rows, 1)
            ),
            source=f"Fragebogen, {len(case.interviews)} Gespräche; Blasengröße = Nennungen; Nummern wie in der Tabelle",
            x_title="Eintritt (1 = unwahrscheinlich, 5 = sehr wahrscheinlich)",
            y_title="Wirkung (1 bis 5)",
            x_range=(0.5, 5.5),
            y_range=(0.5, 5.5),
            height_cm=8.0,
        ),
        table,
    )


def _chain(case: Case) -> tuple[Block, ...]:
    result = case.finding("F17")
    if not result:
        return ()
    stages = result["stages"]
    thin = len(result["thin"])
    wanted = tuple(f"{s['stage']}: {', '.join(s['wanted'])}" for s in stages if s["wanted"])
    return (
        Heading(2, headline(case, "4.2", "Wertschöpfungskette"), "4.2"),
        *own(case, "chain.before"),
        Chart(
            "chain",
            f"In {in_words(thin)} von {in_words(len(stages))} Stufen arbeitet höchstens ein Mitglied",
            "bar",
            (Series("Unternehmen", tuple(float(s["firms"]) for s in stages), colour="companies"),),
            "Balkendiagramm Unternehmen je Stufe: " + ", ".join(f"{s['stage']} {s['firms']}" for s in stages),
            tuple(s["stage"] for s in stages),
            f"Fragebogen, n = {int(case.profile['members_sme']) + int(case.profile['members_large'])} Unternehmen, Mehrfachzuordnung möglich, Stand {day(case.profile_as_of)}",
            "Unternehmen",
            height_cm=6.0,
        ),
        *own(case, "chain.after"),
        *((Bullets(wanted),) if wanted else ()),
    )


def options(case: Case) -> tuple[Block, ...]:
    return (
        Heading(1, headline(case, "6", "Stärken, Schwächen, Optionen"), "6"),
        Heading(2, "Was das Netzwerk kann und was es hindert", "6.1"),
        *own(case, "swot.before"),
        *swot_table(case),
        *own(case, "swot.tensions"),
        Heading(2, headline(case, "6.2", "Handlungsoptionen"), "6.2"),
        *own(case, "options.before"),
        *options_table(case),
        *own(case, "options.after"),
        *own(case, "expectations"),
        *importance(case),
    )


def swot_table(case: Case) -> tuple[Block, ...]:
    items = case.answers.get("swot_raw", [])
    if not items:
        return ()
    names = {"S": "Stärken", "W": "Schwächen", "O": "Chancen", "T": "Risiken"}
    scored = {i["id"]: i["score"] for i in case.finding("F5").get("items", [])}
    rows: list[tuple[str | Cell, ...]] = []
    for letter, name in names.items():
        chosen = sorted((i for i in items if i["letter"] == letter), key=lambda i: -scored.get(i["key"], 0))[:4]
        rows += [
            (Cell(name if n == 0 else "", bold=True, shade="light"), Cell(i["key"]), i["title"], i["evidence"])
            for n, i in enumerate(chosen)
        ]
    return (
        Table(
            "swot",
            "Jeder Punkt mit Beleg",
            ("", "Nr.", "Punkt", "Beleg"),
            tuple(rows),
            (0.14, 0.07, 0.49, 0.30),
            size="small",
        ),
    )


def options_table(case: Case) -> tuple[Block, ...]:
    """All options with their dots and the decision, the rejected ones with reason and resubmission."""
    rows_in = case.plan.get("options", [])
    if not rows_in:
        return ()
    votes = {o["option"]: o["dots"] for o in case.finding("F12").get("options", [])}
    total = case.finding("F12").get("total_dots", 0)
    words = {"gewaehlt": "gewählt", "abgelehnt": "abgelehnt", "zurueckgestellt": "zurückgestellt"}
    ordered = sorted(rows_in, key=lambda o: -votes.get(o["key"], 0))
    rows = tuple(
        (
            Cell(o["title"], bold=o["decision"] == "gewaehlt"),
            o["about"],
            o["origin"],
            Cell(str(votes.get(o["key"], "–")), align="right"),
            f"{words[o['decision']]}: {o['reason']}"
            + (f" Wiedervorlage {o['resubmission']}." if o["resubmission"] != "–" else ""),
        )
        for o in ordered
    )
    chosen = sum(o["decision"] == "gewaehlt" for o in ordered)
    return (
        Table(
            "options",
            f"{in_words(chosen).capitalize()} von {in_words(len(ordered))} Optionen sind gewählt ({total} Punkte)",
            ("Option", "Worum geht es", "Herkunft", "Punkte", "Entscheidung"),
            rows,
            (0.20, 0.29, 0.11, 0.09, 0.31),
            size="tiny",
            source="Strategietage, Punktabfrage nach Organisationen",
        ),
    )


def importance(case: Case) -> tuple[Block, ...]:
    """Importance against satisfaction per service; only from eight answers on."""
    result, n = case.finding("F9"), len(case.survey.get("responses", []))
    rows = [s for s in result.get("services", []) if s["satisfaction"] is not None]
    if not rows or result.get("qualitative_only"):
        return ()
    worst = max(rows, key=lambda s: s["shortfall"])
    names = [SERVICE_NAMES[s["category"]].de for s in rows]
    points = tuple((round(s["satisfaction"], 2), round(s["need"], 2), 1.0) for s in rows)
    return (
        Chart(
            "importance",
            f"{SERVICE_NAMES[worst['category']].de}: am weitesten liegen Wichtigkeit und Zufriedenheit auseinander",
            "scatter",
            (Series("Leistungen", points=points, labels=tuple(names), colour="companies"),),
            "Punktdiagramm Wichtigkeit gegen Zufriedenheit: "
            + "; ".join(
                f"{name} wichtig {number(p[1], 1)}, zufrieden {number(p[0], 1)}"
                for name, p in zip(names, points, strict=True)
            ),
            source=f"Mitgliederbefragung, n = {n}, Mittelwerte 1 bis 5",
            x_title="Zufriedenheit (1 bis 5)",
            y_title="Wichtigkeit (1 bis 5)",
            x_range=(1.0, 5.0),
            y_range=(1.0, 5.0),
            number_format="0.0",
            height_cm=9.0,
        ),
    )
