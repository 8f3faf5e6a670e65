"""Findings on governance: what the twenty statements say, who decides what, and the gaps in words."""

from __future__ import annotations

from typing import Any

from clusterprocess.catalogues.advice import advice
from clusterprocess.offerings.case import Case
from clusterprocess.offerings.sections.blocks import Align, Block, Bullets, Cell, Chart, Series, Shade, Table
from clusterprocess.offerings.sections.numbers import day, in_words
from clusterprocess.offerings.standard.texts import own

RIGHT_SHADES: dict[str, Shade] = {"entscheidet": "strong", "berät": "mid", "wird informiert": "light", "–": "none"}
SOFT_HYPHEN = "\u00ad"
VERDICTS = {"klar": "eine Stelle", "niemand": "keine Stelle", "mehrere": "mehrere Stellen"}


def section(case: Case) -> tuple[Block, ...]:
    """The part of chapter 3 on governance."""
    return (
        *own(case, "governance.first"),
        *statements_chart(case),
        *open_statements(case),
        *own(case, "governance.second"),
        *rights_table(case),
        *own(case, "governance.after"),
    )


def statements_chart(case: Case) -> tuple[Block, ...]:
    """Answers by group, stacked."""
    result = case.finding("BER1")
    if not result:
        return ()
    groups = result["groups"]
    kinds = (("Ja", "yes", "companies"), ("Nein", "no", "science"), ("unklar", "unclear", "other"))
    series = tuple(Series(name, tuple(float(g[key]) for g in groups), colour=colour) for name, key, colour in kinds)  # type: ignore[arg-type]
    alt = "; ".join(f"{g['group']}: {g['yes']} Ja, {g['no']} Nein, {g['unclear']} unklar" for g in groups)
    return (
        Chart(
            "statements",
            f"{result['yes']} von {result['statements']} Aussagen treffen zu; {_weakest(groups)}",
            "stacked_bar",
            series,
            f"Gestapelte Balken: {alt}",
            tuple(g["group"] for g in groups),
            f"Zahl der Aussagen; Fragebogen der Geschäftsstelle, Stand {day(case.profile_as_of)}",
            height_cm=5.6,
            legend=True,
        ),
    )


def _weakest(groups: list[dict[str, Any]]) -> str:
    """Where most statements are open or unclear; groups that share the first place are all named."""
    missing = {str(g["group"]): g["no"] + g["unclear"] for g in groups}
    most = max(missing.values())
    if not most:
        return "keine ist offen oder unklar"
    names = [f"„{name}“" for name, count in missing.items() if count == most]
    if len(names) == len(missing):
        return "die Lücken verteilen sich auf alle Bereiche"
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"
    return f"die meisten Lücken liegen bei {listed}"


def open_statements(case: Case) -> tuple[Block, ...]:
    """The statements with No or Unclear in their wording."""
    result = case.finding("BER1")
    catalogue = advice().governance
    open_ = [(key, "Nein") for key in result.get("no", ())] + [(key, "unklar") for key in result.get("unclear", ())]
    if not open_:
        return ()
    group = {s.key: s.group for s in catalogue.statement}
    return (
        Table(
            "open",
            _open_caption(len(result.get("no", ())), len(result.get("unclear", ()))),
            ("Aussage", "Bereich", "Antwort"),
            tuple(
                (catalogue.text_of(key), group[key], Cell(answer, shade="warn" if answer == "Nein" else "light"))
                for key, answer in open_
            ),
            (0.64, 0.23, 0.13),
            size="small",
        ),
    )


def _open_caption(no: int, unclear: int) -> str:
    kinds = " oder ".join(word for word, count in (("offen", no), ("unklar", unclear)) if count)
    total = no + unclear
    return f"Eine Aussage ist {kinds}" if total == 1 else f"{in_words(total).capitalize()} Aussagen sind {kinds}"


def rights_table(case: Case) -> tuple[Block, ...]:
    """Decisions by bodies, with the verdict in the last column."""
    result = case.finding("BER1")
    if not result:
        return ()
    organs = [o["name"] for o in case.answers["gov_organs"]]
    verdicts = {d["topic"]: d["verdict"] for d in result["decisions"]}
    rows = tuple(
        (
            Cell(d["topic"], bold=True),
            *(_right(d["rights"].get(o, "–")) for o in organs),
            Cell(VERDICTS[verdicts[d["topic"]]], shade="none" if verdicts[d["topic"]] == "klar" else "warn"),
        )
        for d in case.answers["gov_decisions"]
    )
    width = 0.58 / len(organs)
    left: list[Align] = ["left"] * (len(organs) + 2)
    return (
        Table(
            "rights",
            f"Bei {result['clear']} von {len(rows)} Entscheidungen ist genau eine Stelle zuständig",
            ("Gegenstand", *(o.replace("versammlung", SOFT_HYPHEN + "versammlung") for o in organs), "es entscheidet"),
            rows,
            (0.26, *([width] * len(organs)), 0.16),
            tuple(left),
            "Auskunft der Geschäftsstelle, mit Satzung und Protokollen abgeglichen",
            size="tiny" if len(organs) > 4 else "small",
        ),
    )


def _right(right: str) -> Cell:
    return Cell(right, shade=RIGHT_SHADES[right])


def gaps(case: Case) -> tuple[Block, ...]:
    """The gaps of the matrix in words."""
    found = case.finding("BER1").get("gaps", ())
    return (Bullets(tuple(found)),) if found else ()
