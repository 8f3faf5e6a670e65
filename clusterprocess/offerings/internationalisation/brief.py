"""The situation brief before the Auslandstag: findings, hypotheses, open gaps; eight pages at most."""

from __future__ import annotations

from clusterprocess.catalogues.internationalisation import countries, internationalisation
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.internationalisation.analysis import hints
from clusterprocess.offerings.internationalisation.chapters_position import ladder, past, readiness
from clusterprocess.offerings.internationalisation.figures import figures_of
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, DocumentContext, Heading, Quote, Table
from clusterprocess.offerings.sections.numbers import day, number, percent
from clusterprocess.offerings.standard.gaps import gaps
from clusterprocess.offerings.standard.paper import simple_paper


def situation_brief(case: Case) -> DocumentContext:
    """The context of the Situationsanalyse."""
    return simple_paper(case, "situationsanalyse", "Situationsanalyse", _content(case), figures_of(case))


def _content(case: Case) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(1, "Auf einen Blick", "b1"), Bullets(tuple(key_sentences(case)))]
    if case.finding("INT1"):
        blocks += [Heading(1, "Reifegrad", "b2"), *readiness(case)]
    if case.finding("INT2"):
        blocks += [Heading(1, "Was frühere Aktivitäten brachten", "b3"), *past(case)]
    if case.finding("INT4"):
        blocks += [Heading(1, "Partner im Ausland", "b4"), *ladder(case)]
    blocks += [Heading(1, "Kandidatenländer", "b5"), candidates(case)]
    quotes = [(q, i["described_as"]) for i in case.interviews if i["may_be_quoted"] for q in i["quotations"]][:2]
    if quotes:
        blocks += [Heading(1, "Stimmen aus den Gesprächen", "b6"), *(Quote(text, who) for text, who in quotes)]
    return (
        *blocks,
        Heading(1, "Hypothesen für den Auslandstag", "b7"),
        Bullets(tuple(hypotheses(case)), numbered=True),
        Heading(1, "Kriterien und Vorgabe der Gewichte", "b8"),
        default_weights(),
        Heading(1, "Offene Datenlücken", "b9"),
        Bullets(tuple(open_gaps(case)) or ("Keine: Alle Pflichtangaben dieser Stufe liegen vor.",)),
    )


def key_sentences(case: Case) -> list[str]:
    """What a reader should remember, each sentence with its count."""
    found = []
    figures = figures_of(case)
    if "F11.members_total" in figures:
        found.append("{F11.members_total} Mitglieder, davon {F11.companies} Unternehmen ({F11.company_share}).")
    if "INT1.score" in figures:
        found.append("Reifegrad {INT1.score} von 100 Punkten, Befund „{INT1.word}“.")
        found.append("Zahl der Mitglieder, die in einem Land führen würden: {INT1.leads}.")
    if "INT2.activities" in figures:
        found.append("{INT2.activities} Auslandsaktivitäten in 24 Monaten, zusammen {INT2.cost}.")
    if "INT4.partners" in figures:
        found.append("{INT4.carrying} von {INT4.partners} Partnerschaften tragen; veralteter Kontakt: {INT4.dormant}.")
    if "INT3.blocked" in figures:
        found.append("{INT3.candidates} Kandidatenländer; bei {INT3.blocked} davon ist ein Hinweis offen.")
    if share := case.answers.get("export_share"):
        known = share["members_with_data"]
        found.append(f"Exportquote im Mittel {number(share['share_pct'])}\u00a0% (n = {known} Mitglieder mit Angabe).")
    return found


def candidates(case: Case) -> Table:
    """Each candidate with the interest of members, who leads, and open hints."""
    interest = {row["country"]: row for row in case.answers.get("member_interest", [])}
    motives = internationalisation().motives
    open_hints: dict[str, list[str]] = {}
    for hint in hints(case):
        if not hint.get("cleared_on"):
            open_hints.setdefault(hint["country"], []).append(internationalisation().hint(hint["hint"]).name)
    rows = []
    for country in case.answers.get("candidates", []):
        row = interest.get(country)
        noted = ", ".join(open_hints.get(country, [])) or "–"
        rows.append(
            (
                Cell(countries().name(country), bold=True),
                str(row["members"]) if row else "0",
                motives[row["motive"]] if row else "–",
                Cell(
                    row["lead_by"] if row and row["lead"] else "niemand",
                    shade="none" if row and row["lead"] else "warn",
                ),
                Cell(noted, shade="none" if noted == "–" else "warn"),
            )
        )
    led = sum(bool(interest.get(c, {}).get("lead")) for c in case.answers.get("candidates", []))
    return Table(
        "b_candidates",
        f"In {led} von {len(rows)} Ländern will ein Mitglied führen",
        ("Land", "Mitglieder", "Motiv", "es führt", "offener Hinweis"),
        tuple(rows),
        (0.20, 0.12, 0.20, 0.30, 0.18),
        ("left", "right", "left", "left", "left"),
        f"Fragebogen, Stichtag {day(case.requested_on)}; ohne führendes Mitglied oder mit offenem Hinweis entfällt die Bewertung",
        size="small",
    )


def default_weights() -> Table:
    criteria = internationalisation().criteria
    return Table(
        "b_weights",
        "Diese Vorgabe verändert der Auslandstag mit Punkten, bevor ein Wert vergeben wird",
        ("Kriterium", "Vorgabe"),
        tuple((Cell(c.name, bold=True), percent(c.weight)) for c in criteria),
        (0.76, 0.24),
        ("left", "right"),
        "Katalog der ClusterAgentur, Arbeitsfassung",
        size="small",
    )


def hypotheses(case: Case) -> list[str]:
    """Statements for the room to confirm or refute, derived from the findings."""
    found = []
    if gaps_found := case.finding("INT1").get("largest_gaps"):
        parts = {c["key"]: c for c in case.finding("INT1")["components"]}
        first = parts[gaps_found[0]]
        found.append(f"Am meisten fehlt bei „{first['name']}“ ({first['reason']}).")
    for row in case.finding("INT2").get("types", []):
        if row["benefit_mean"] <= 2:
            found.append(
                f"{row['name']}: Der Nutzen von {number(row['benefit_mean'], 1)} rechtfertigt keine Wiederholung."
            )
    if case.finding("INT4").get("dormant"):
        found.append("Ein veralteter Kontakt wird in den nächsten drei Monaten erneuert oder beendet.")
    interest = sorted(case.answers.get("member_interest", []), key=lambda r: (-r["members"], r["country"]))
    if interest:
        top = interest[0]
        named = countries().name(top["country"])
        found.append(
            f"Das größte Interesse gilt dem Land {named} ({top['members']} Mitglieder); das allein genügt nicht für die Wahl."
        )
    if motive := next(iter(case.answers.get("intl_motives", [])), None):
        found.append(
            f"Das wichtigste Motiv ist „{internationalisation().motives[motive]}“; danach richten sich die Gewichte."
        )
    return found


def open_gaps(case: Case) -> list[str]:
    """What nobody told us: facts of the profile, and partners without a day of contact."""
    found = gaps(case)
    silent = [p["name"] for p in case.answers.get("partnerships", []) if p["stage"] and not p.get("last_contact_on")]
    if silent:
        found.append(f"Letzter Kontakt unbekannt: {', '.join(silent)}.")
    if case.level not in ("M0", "M1") and not case.answers.get("export_share"):
        found.append("Exportquote der Mitglieder: nicht angegeben.")
    return found
