"""The portfolio overview: every number recounted from the CSV by other means, with n, years and source."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from importlib import resources
from statistics import mean, median

import pytest

from clusterprocess.offerings.portfolio_facts import (
    Portfolio,
    PortfolioEntry,
    Published,
    Span,
    founding_periods,
    host_of,
    most_frequent,
    portfolio_entry,
    size_classes,
)
from clusterprocess.offerings.portfolio_overview import overview
from clusterprocess.offerings.sections.blocks import Bullets, Cell, Chart, DocumentContext, Heading, Paragraph, Table
from clusterprocess.sampledata.entries import portfolio_entries, real_entries
from clusterprocess.usecases.import_register import RegisterEntry

TODAY = date(2015, 1, 12)


def _portfolio(entries: tuple[RegisterEntry, ...], demo: bool) -> Portfolio:
    found = []
    for e in entries:
        as_of, answers = e.profiles[-1] if e.profiles else (None, {})
        year = as_of.year if as_of else None
        found.append(
            portfolio_entry(e.name, e.kind, e.field, e.field_text, e.region, e.founded, e.facts, answers, year)
        )
    return Portfolio(tuple(found), demo)


REAL = overview(_portfolio(real_entries(), False), TODAY)
DEMO = overview(_portfolio(portfolio_entries(), True), TODAY)


def _csv() -> list[dict[str, str]]:
    file = resources.files("clusterprocess.sampledata.real_register").joinpath("clusters_bw.csv")
    lines = list(csv.reader(file.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


ALL = _csv()
COUNTED = [row for row in ALL if row["use_in_statistics"] == "yes"]


def _chart(context: DocumentContext, key: str) -> Chart:
    (found,) = [b for b in context.chapters["inhalt"] if isinstance(b, Chart) and b.key == key]
    return found


def _table(context: DocumentContext, key: str) -> Table:
    (found,) = [b for b in context.chapters["inhalt"] if isinstance(b, Table) and b.key == key]
    return found


def _plain(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text if isinstance(cell, Cell) else cell for cell in row) for row in table.rows]


def _values(chart: Chart) -> dict[str, int]:
    return {name: int(value or 0) for name, value in zip(chart.categories, chart.series[0].values, strict=True)}


def _texts(context: DocumentContext) -> list[str]:
    found: list[str] = []
    for block in context.chapters["inhalt"]:
        if isinstance(block, Paragraph | Heading):
            found.append(block.text)
        elif isinstance(block, Bullets):
            found += block.items
        elif isinstance(block, Table):
            found += [block.caption, block.source, *(text for row in _plain(block) for text in row)]
        elif isinstance(block, Chart):
            found += [block.caption, block.source]
    return found


def test_members_are_those_of_the_csv() -> None:
    figures = [row for row in COUNTED if row["members_total"]]
    values = [float(row["members_total"]) for row in figures]
    # the register's own note: 41 of 75, mean 107, median 70
    assert (len(COUNTED), len(values), round(mean(values)), median(values)) == (75, 41, 107, 70)
    shown = {
        key: REAL.figures[f"UE.{key}"].display for key in ("entries", "members_n", "members_mean", "members_median")
    }
    assert shown == {"entries": "75", "members_n": "41", "members_mean": "107", "members_median": "70"}
    expected = {
        "unter 25": sum(v < 25 for v in values), "25 bis 49": sum(25 <= v < 50 for v in values),
        "50 bis 99": sum(50 <= v < 100 for v in values), "100 bis 199": sum(100 <= v < 200 for v in values),
        "200 und mehr": sum(v >= 200 for v in values),
    }  # fmt: skip
    chart = _chart(REAL, "mitglieder")
    assert _values(chart) == expected
    # 12 of the 41 figures lie between 25 and 49
    assert chart.caption == "Am häufigsten sind 25 bis 49 Mitglieder: 12 von 41 Initiativen mit Zahl"
    years = [int(row["members_year"]) for row in figures if row["members_year"]]
    assert chart.source == (
        "Register der Cluster-Initiativen, veröffentlichte Angaben; n = 41 von 75; "
        f"Jahre {min(years)} bis {max(years)}, {41 - len(years)} ohne Jahr; eigene Auswertung"
    )
    exact = Counter(row["members_qualifier"] for row in figures)
    assert [(row[0], row[1]) for row in _plain(_table(REAL, "genauigkeit"))] == [
        ("genau", str(exact["exact"])), ("ungefähr", str(exact["about"])), ("mehr als", str(exact["more_than"])), ("abgeleitet", str(exact["derived"])),
    ]  # fmt: skip


def test_founding_years_are_those_of_the_csv() -> None:
    years = [int(row["founding_year"]) for row in COUNTED if row["founding_year"]]
    assert (len(years), median(years)) == (48, 2010)
    chart = _chart(REAL, "gruendung")
    for period, count in _values(chart).items():
        first, last = map(int, period.split("–"))
        assert count == sum(first <= year <= last for year in years)
    assert sum(_values(chart).values()) == 48
    assert "n = 48 von 75; Jahre 1996 bis 2023" in chart.source
    assert REAL.figures["UE.founded_median"].display == "2010"


def test_fields_count_every_mapped_entry_and_name_the_others() -> None:
    chart = _chart(REAL, "felder")
    # six of the 75 counted entries carry a field that is no word of the list
    assert sum(_values(chart).values()) == 69
    (text,) = [t for t in _texts(REAL) if t.startswith("In kein Feld der Liste")]
    for row in COUNTED:
        if row["field"] in ("Leichtbau", "Sozialwirtschaft", "Ernährungswirtschaft"):
            assert f"{row['field']} (1)" in text
    assert "Bionik" not in text  # an entry that enters no statistic


def test_regions_are_those_of_the_csv() -> None:
    expected = Counter(row["region"] for row in COUNTED if row["region"])
    assert _values(_chart(REAL, "regionen")) == expected
    assert len(expected) == 12
    assert sum(1 for row in COUNTED if not row["region"]) == 4
    assert any("Bei 4 Einträgen ist keine Region bekannt" in text for text in _texts(REAL))
    # 24 of 71 is 33.8 %
    assert _chart(REAL, "regionen").caption.startswith(
        "34\u00a0% der Initiativen mit bekannter Region haben ihren Sitz in Stuttgart"
    )


def test_reach_is_that_of_the_csv() -> None:
    kinds = Counter(row["kind"] for row in COUNTED)
    assert [row[1] for row in _plain(_table(REAL, "reichweite"))] == [
        str(kinds["regionale_initiative"]), str(kinds["landesweites_netzwerk"]),
    ]  # fmt: skip


def test_labels_are_counted_as_ever_awarded() -> None:
    shown = {row[0]: row[1] for row in _plain(_table(REAL, "label"))}
    assert shown["Qualitätslabel Cluster-Exzellenz Baden-Württemberg"] == str(
        sum(row["label_cluster_excellence_bw"] == "yes" for row in COUNTED)
    )
    assert shown["Europäisches Label Gold"] == str(sum("Gold" in row["label_ecei"] for row in COUNTED))
    assert shown["Europäisches Label Bronze"] == str(sum("Bronze" in row["label_ecei"] for row in COUNTED))
    assert shown["Spitzencluster des Bundes"] == str(sum(bool(row["spitzencluster_year"]) for row in COUNTED))
    assert any("nicht, dass es heute noch gilt" in text for text in _texts(REAL))


@pytest.mark.parametrize(
    ("line", "column", "basis"),
    [
        (0, "erdf_2007_2013_eur", "approved"),
        (1, "erdf_2007_2013_eur", "paid"),
        (2, "erdf_2014_2020_eligible_eur", None),
    ],
)
def test_erdf_sums_are_those_of_the_csv_and_stay_apart(line: int, column: str, basis: str | None) -> None:
    amounts = [float(row[column]) for row in COUNTED if row[column] and basis in (None, row["erdf_2007_2013_basis"])]
    row = _plain(_table(REAL, "efre"))[line]
    whole = f"{sum(amounts):,.0f}".replace(",", ".")
    assert (row[2], row[3]) == (str(len(amounts)), f"{whole}\u00a0Euro")


def test_entries_outside_the_statistics_are_left_out_and_this_is_said() -> None:
    assert (len(ALL), len(COUNTED)) == (81, 75)
    assert any("führt 81 Einträge. 6 davon" in text for text in _texts(REAL))


def test_gaps_name_how_rarely_a_figure_is_published() -> None:
    shown = {row[0]: row[1] for row in _plain(_table(REAL, "luecken"))}
    assert shown["davon KMU"] == str(sum(bool(row["members_sme"]) for row in COUNTED))
    assert shown["Vollzeitäquivalente"] == str(sum(bool(row["fte"]) for row in COUNTED))
    assert shown["öffentlicher Anteil an der Finanzierung"] == str(
        sum(bool(row["public_funding_share_pct"]) for row in COUNTED)
    )
    assert shown["Jahresbudget"] == "0"


def test_sources_are_counted_per_initiative_in_alphabetical_order() -> None:
    columns = ("source_url_1", "source_url_2", "source_url_3", "source_url_4", "erdf_source_url")
    addresses = {a.strip() for row in ALL for column in columns for a in row[column].split(" | ") if a.strip()}
    assert any(f"{len(addresses)} Internetadressen" in text for text in _texts(REAL))
    rows = _plain(_table(REAL, "quellen"))
    names = [row[0] for row in rows] + [row[2] for row in rows if row[2]]
    assert len(names) == 81
    assert (names[0], names[-1][:2]) == ("Allianz Faserbasierte Werkstoffe Baden-Württemberg e.V. (AFBW)", "Zu")


@pytest.mark.parametrize("context", [REAL, DEMO])
def test_every_chart_and_table_names_n_years_and_source(context: DocumentContext) -> None:
    blocks = [b for b in context.chapters["inhalt"] if isinstance(b, Chart | Table)]
    assert len(blocks) >= 8
    for block in blocks:
        assert re.search(r"; n = \d+ von \d+; (Jahre? \d{4}|ohne Jahr)", block.source), block.key
        assert block.source.startswith(("Register der Cluster-Initiativen", "Beispieldaten (erfunden)")), block.key
        assert re.search(r"\d", block.caption), block.key
        assert not isinstance(block, Table) or abs(sum(block.widths) - 1) < 1e-9
    keys = [b.key for b in blocks]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("context", [REAL, DEMO])
def test_every_figure_named_in_a_text_is_known(context: DocumentContext) -> None:
    named = {key for text in _texts(context) for key in re.findall(r"(?<!\{)\{(UE\.[a-z_]+)\}", text)}
    assert named <= set(context.figures)
    assert len(named) == 11
    (bullets,) = [b for b in context.chapters["inhalt"][:3] if isinstance(b, Bullets)]
    assert len(bullets.items) == 5


def test_a_demo_says_that_everything_is_invented() -> None:
    assert DEMO.demo
    assert DEMO.fields["demo_hinweis"] == "Demo – Beispieldaten"
    assert (
        _chart(DEMO, "mitglieder").source == "Beispieldaten (erfunden); n = 100 von 100; Jahr 2014; eigene Auswertung"
    )
    totals = sorted(sum(int(str(p[key])) for key in p if re.fullmatch(r"members_(sme|large|uni|rto|public|other)", key))
                    for _, p in (entry.profiles[-1] for entry in portfolio_entries()))  # fmt: skip
    assert DEMO.figures["UE.members_median"].display == str(round((totals[49] + totals[50]) / 2 + 1e-9))
    assert not any("http" in text for text in _texts(DEMO))


def _entry(**given: object) -> PortfolioEntry:
    values = {"name": "A", "kind": "regionale_initiative", "field": None, "field_text": "", "region": None, "founded": None,
              "facts": (), "profile": {}, "profile_year": None} | given  # fmt: skip
    return portfolio_entry(**values)  # type: ignore[arg-type]


def test_an_entry_without_facts_gives_gaps_and_no_invented_number() -> None:
    context = overview(Portfolio((_entry(),), demo=False), TODAY)
    assert not [b for b in context.chapters["inhalt"] if isinstance(b, Chart)]
    assert any("Mitglieder: Dazu liegt im Register keine Angabe vor." in text for text in _texts(context))
    assert set(context.figures) == {"UE.entries", "UE.regional", "UE.statewide"}


def test_marks_in_names_and_fields_stay_text() -> None:
    fact = {"key": "source_address", "value": "https://example.org/{{x}}"}
    context = overview(
        Portfolio((_entry(name="{{ 7*7 }} **x**", field_text="{boese}", facts=(fact,)),), demo=False), TODAY
    )
    texts = _texts(context)
    assert "{{{{ 7*7 }}}} *\u2060*x*\u2060*" in texts
    assert any("bleiben im Wortlaut: {{boese}} (1)." in text for text in texts)


def test_a_profile_counts_where_it_is_not_older_than_the_published_figure() -> None:
    kinds = dict.fromkeys(("members_large", "members_uni", "members_rto", "members_public", "members_other"), 0)
    fact = {"key": "members_total", "value": 70, "qualifier": "about", "year": 2013, "basis": "stated"}
    newer = _entry(facts=(fact,), profile={"members_sme": 80, **kinds}, profile_year=2014)
    older = _entry(facts=(fact,), profile={"members_sme": 80, **kinds}, profile_year=2012)
    assert newer.figures["members_total"] == Published(80.0, "exact", 2014, "stated")
    assert older.figures["members_total"] == Published(70.0, "about", 2013, "stated")


def test_classes_periods_and_ties() -> None:
    assert size_classes([24, 25, 49, 50, 99, 100, 199, 200]) == (
        ("unter 25", 1), ("25 bis 49", 2), ("50 bis 99", 2), ("100 bis 199", 2), ("200 und mehr", 1),
    )  # fmt: skip
    assert founding_periods([1999, 2010]) == (("1995–1999", 1), ("2000–2004", 0), ("2005–2009", 0), ("2010–2014", 1))
    assert most_frequent((("A", 2), ("B", 2), ("C", 1))) == (("A", "B"), 2)
    assert most_frequent((("A", 0),)) == ((), 0)
    assert Span(2014, 2014, 0).text() == "Jahr 2014"


def test_hosts_are_read_from_addresses_and_never_guessed() -> None:
    assert host_of("https://www.Example.org/a?b") == "example.org"
    assert host_of("example.org:8080/x") == "example.org"
    assert host_of("https://[...].de/x") == ""
    assert host_of("kein Ort") == ""
