"""Chapters of the portfolio overview about labels, ERDF amounts, gaps and sources."""

from __future__ import annotations

from itertools import zip_longest

from clusterprocess.catalogues.wordlists import labels
from clusterprocess.domain.sorting import german_key
from clusterprocess.offerings.portfolio_facts import (
    Portfolio,
    PortfolioEntry,
    host_of,
    hosts,
    published,
    span,
    span_of_years,
)
from clusterprocess.offerings.portfolio_structure import literal, newest_years, nothing
from clusterprocess.offerings.sections.blocks import Block, Bullets, Cell, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import euro, percent

AMOUNTS = (
    ("erdf_2007_2013_eur", "approved", "2007–2013", "bewilligt (Vorhaben noch offen)"),
    ("erdf_2007_2013_eur", "paid", "2007–2013", "ausgezahlt (Vorhaben abgeschlossen)"),
    ("erdf_2014_2020_eligible_eur", "eligible", "2014–2020", "förderfähige Gesamtkosten (EU trägt die Hälfte)"),
)
"""Figures of the ERDF lists of beneficiaries: key, basis, funding period, what the amount means."""

COVERED = (
    ("members_total", "Mitglieder insgesamt"),
    ("members_companies", "Unternehmen unter den Mitgliedern"),
    ("members_sme", "davon KMU"),
    ("founding_members", "Mitglieder bei der Gründung"),
    ("head_count", "Mitarbeitende der Geschäftsstelle"),
    ("fte_paid", "Vollzeitäquivalente"),
    ("public_share", "öffentlicher Anteil an der Finanzierung"),
    ("budget", "Jahresbudget"),
)

CAUTIONS = (
    (
        "Das Register ist weder vollständig noch repräsentativ: Ehrenamtlich geführte und kleine Initiativen veröffentlichen "
        "wenig, und die Presse berichtet vor allem über Gründungen, Auszeichnungen und Streit."
    ),
    "„Mitglied“ heißt nicht überall dasselbe: Gezählt werden Vereinsmitglieder, Vertragspartner, Förderer oder nur gelistete Akteure.",
    "Quellen widersprechen sich an einigen Stellen, etwa bei Gründungsjahren und Partnerzahlen; die Notizen des Registers behalten beide Werte.",
    "Die Jahre der Label sind gefundene Jahre und keine vollständige Geschichte; ob ein Label heute gilt, wurde nicht geprüft.",
    "Einzelne Einträge stützen sich fast nur auf die EFRE-Listen; beim landesweiten Holznetzwerk gehören die Beträge dem damaligen Träger.",
    "Das Register nennt Quellen je Eintrag und nicht je Zahl.",
    "Vor jeder Veröffentlichung sind die Zahlen an der Quelle zu prüfen und die Initiativen zu fragen, ob sie genannt werden wollen.",
)


def labels_chapter(portfolio: Portfolio) -> list[Block]:
    """How many initiatives ever held which label, with the years found."""
    rows = []
    for label in labels():
        holders = [entry for entry in portfolio.counted if label.slug in entry.labels]
        if holders:
            years = sorted({year for entry in holders for year in entry.labels[label.slug]})
            undated = sum(1 for entry in holders if not entry.labels[label.slug])
            caution = f"{undated} ohne zugeordnetes Jahr" if undated else "jede mit mindestens einem Jahr"
            rows.append(
                (label.name.de, Cell(str(len(holders)), align="right"), ", ".join(map(str, years)) or "–", caution)
            )
    heading = Heading(1, "Label und Auszeichnungen", "label")
    if not rows:
        return [heading, nothing("Label")]
    holders = [entry for entry in portfolio.counted if entry.labels]
    table_years = [year for entry in holders for found in entry.labels.values() for year in (found or (None,))]
    table = Table(
        "label",
        f"{len(holders)} von {len(portfolio.counted)} Initiativen trugen mindestens ein Label oder eine Auszeichnung",
        ("Label", "Initiativen", "Gefundene Jahre", "Vorsicht"),
        tuple(rows),
        (0.42, 0.13, 0.25, 0.2),
        ("left", "right", "left", "left"),
        portfolio.source(len(holders), span_of_years(table_years)),
        size="small",
    )
    meaning = (
        "Gezählt sind die Label im Profil zum Stichtag."
        if portfolio.demo
        else "Gezählt ist, wer das Label je erhalten hat. Das sagt nicht, dass es heute noch gilt."
    )
    return [heading, Paragraph(meaning), table]


def funding_chapter(portfolio: Portfolio) -> list[Block]:
    """Sums of the published ERDF amounts per period and meaning; never added up across meanings."""
    rows, found = [], []
    for key, basis, period, meaning in AMOUNTS:
        figures = [figure for figure in published(portfolio.counted, key) if figure.basis == basis]
        if figures:
            found += figures
            total = euro(sum(figure.value for figure in figures))
            rows.append(
                (
                    period,
                    meaning,
                    Cell(str(len(figures)), align="right"),
                    Cell(total, align="right"),
                    span(figures).text(),
                )
            )
    heading = Heading(1, "Förderung aus dem EFRE", "efre")
    if not rows:
        return [heading, nothing("EFRE-Beträge")]
    funded = sum(1 for entry in portfolio.counted if any(key in entry.figures for key, *_ in AMOUNTS))
    table = Table(
        "efre",
        f"{funded} von {len(portfolio.counted)} Initiativen stehen mit einem Betrag in den EFRE-Listen",
        ("Förderperiode", "Bedeutung des Betrags", "n", "Summe", "Jahre"),
        tuple(rows),
        (0.16, 0.34, 0.07, 0.2, 0.23),
        ("left", "left", "right", "right", "left"),
        portfolio.source(funded, span(found)),
        size="small",
    )
    text = "Bewilligte, ausgezahlte und förderfähige Beträge bedeuten Verschiedenes; sie dürfen nicht zusammengezählt werden."
    return [heading, Paragraph(text), table]


def gaps_chapter(portfolio: Portfolio) -> list[Block]:
    """What is not known: coverage per figure, and the cautions about the sources."""
    total = len(portfolio.counted)
    rows = []
    for key, name in COVERED:
        found = published(portfolio.counted, key)
        years = span(found).text() if found else "–"
        share = percent(len(found) / total)
        rows.append((name, Cell(str(len(found)), align="right"), Cell(share, align="right"), years))
    table = Table(
        "luecken",
        _coverage_finding(portfolio),
        ("Angabe", "n", "Anteil", "Jahre"),
        tuple(rows),
        (0.45, 0.1, 0.15, 0.3),
        ("left", "right", "right", "left"),
        portfolio.source(total, span_of_years(newest_years(portfolio.counted))),
        size="small",
    )
    notes = (
        ["Alle Zahlen sind erfundene Beispieldaten und sagen nichts über echte Initiativen."]
        if portfolio.demo
        else list(CAUTIONS)
    )
    ended = sum(1 for entry in portfolio.counted if entry.ended)
    if ended:
        notes.append(
            f"{ended} gezählte Einträge tragen ein bekanntes Ende (Fusion oder Auflösung); bei allen anderen ist keines bekannt."
        )
    return [Heading(1, "Lücken und Vorsicht", "luecken"), table, Bullets(tuple(notes))]


def _coverage_finding(portfolio: Portfolio) -> str:
    counts = [(name, len(published(portfolio.counted, key))) for key, name in COVERED]
    (most, highest), (least, lowest) = max(counts, key=lambda c: c[1]), min(counts, key=lambda c: c[1])
    total = len(portfolio.counted)
    return f"Am häufigsten bekannt: {most} ({highest} von {total}); am seltensten: {least} ({lowest} von {total})"


def sources_chapter(portfolio: Portfolio) -> list[Block]:
    """Number of source addresses per initiative in alphabetical order, and all hosts."""
    heading = Heading(1, "Quellen", "quellen")
    named = sorted((entry for entry in portfolio.entries if entry.addresses), key=lambda entry: german_key(entry.name))
    if not named:
        origin = (
            "Beispieldaten: Das Portfolio ist erfunden"
            if portfolio.demo
            else "Alle Angaben stammen aus eigener Erhebung"
        )
        return [heading, Paragraph(f"{origin}; es gibt keine veröffentlichten Quellen.")]
    found = hosts(named)
    addresses = {address for entry in named for address in entry.addresses}
    silent = len(portfolio.entries) - len(named)
    text = (
        f"Die Angaben zu {len(named)} Einträgen stammen von {len(addresses)} Internetadressen auf {len(found)} Servern. Die Tabelle ist "
        "alphabetisch und enthält auch die Einträge, die in keine Statistik eingehen; sie ist für den internen Gebrauch bestimmt."
    )
    cut = sum(1 for address in addresses if not host_of(address))
    if cut:
        text += f" Bei {cut} Adressen ist der Server in der Quelle nicht lesbar."
    if silent:
        text += f" {silent} Einträge haben keine veröffentlichte Quelle."
    return [
        heading,
        Paragraph(text),
        _address_table(named, portfolio),
        Paragraph("**Server der Quellen:** " + literal(", ".join(found)), style="small"),
    ]


def _address_table(named: list[PortfolioEntry], portfolio: Portfolio) -> Table:
    half = (len(named) + 1) // 2
    rows = tuple(
        (*_source_cells(left), *_source_cells(right)) for left, right in zip_longest(named[:half], named[half:])
    )
    years = span_of_years(newest_years(named)).text()
    return Table(
        "quellen",
        f"Zu jedem der {len(named)} Einträge ist mindestens eine Quelle bekannt",
        ("Initiative", "Adressen", "Initiative", "Adressen"),
        rows,
        (0.39, 0.11, 0.39, 0.11),
        ("left", "right", "left", "right"),
        f"Register der Cluster-Initiativen; n = {len(named)} von {len(portfolio.entries)}; {years}",
        size="tiny",
    )


def _source_cells(entry: PortfolioEntry | None) -> tuple[str | Cell, ...]:
    return (literal(entry.name), Cell(str(len(entry.addresses)), align="right")) if entry else ("", "")
