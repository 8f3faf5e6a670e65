"""The staff's own table: every fault is one sentence that names row and column and says what to do."""

from __future__ import annotations

import pytest

from clusterprocess.adapters.sheets.reader import read_table
from clusterprocess.adapters.sheets.writer import write_table
from clusterprocess.usecases.import_register import TABLE_COLUMNS, RegisterEntry, entries_from_table


def _table(text: str) -> tuple[tuple[RegisterEntry, ...], tuple[str, ...]]:
    return entries_from_table(read_table(text.encode(), "eigene.csv"))


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("name;kind\nA1;x\n", "Kopfzeile, Spalte Kennung (source_id): fehlt; bitte ergänzen."),
        ("source_id;name;kind;Farbe\nK1;A1;x;rot\n", "Kopfzeile, Spalte Farbe: ist unbekannt; bitte umbenennen oder löschen."),
        ("source_id;name;kind;Art\nK1;A1;x;y\n", "Kopfzeile, Spalte Art: Art (kind) kommt zweimal vor; bitte eine davon löschen."),
        ("source_id;name;kind;as_of;members_sme\nK1;A1;regionale_initiative;2014-12-31;viele\n",
         "Zeile 2, Spalte Mitglieder: KMU (members_sme): „viele“ ist keine Zahl; bitte zum Beispiel 12 oder 12,5 eintragen."),
        ("source_id;name;kind;as_of;members_sme\n\nK1;A1;regionale_initiative;2014-12-31;-3\n",
         "Zeile 3, Spalte Mitglieder: KMU (members_sme): muss mindestens 0 sein (angegeben: '-3')."),
        ("source_id;name;kind;as_of;members_sme\nK1;A1;regionale_initiative;2014-12-31;1,5\n",
         "Zeile 2, Spalte Mitglieder: KMU (members_sme): „1,5“ ist keine ganze Zahl; bitte zum Beispiel 12 eintragen."),
        ("source_id;name;kind;as_of;head_count;fte_paid\nK1;A1;regionale_initiative;2014-12-31;1;2\n",
         "Zeile 2, Spalte Vollzeitäquivalente (fte_paid): mehr als Mitarbeitende (head_count)."),
        ("source_id;name;kind;as_of;strategy_doc\nK1;A1;regionale_initiative;2014-12-31;vielleicht\n",
         "Zeile 2, Spalte schriftliche Strategie (strategy_doc): „vielleicht“ ist weder ja noch nein; bitte ja oder nein eintragen."),
        ("source_id;name;kind;as_of;head_count\nK1;A1;regionale_initiative;;2\n",
         "Zeile 2, Spalte Stichtag (as_of): fehlt; die Zahlen brauchen ihren Stichtag, bitte ergänzen."),
        ("source_id;name;kind;as_of\nK1;A1;regionale_initiative;31.2.2014\n",
         "Zeile 2, Spalte Stichtag (as_of): „31.2.2014“ ist kein Datum; bitte zum Beispiel 31.12.2014 eintragen."),
        ("source_id;name;kind\nK1;A1;regionale_initiative\nK1;A2;regionale_initiative\n",
         "Zeile 3, Spalte Kennung (source_id): „K1“ steht schon in Zeile 2; bitte löschen oder einen anderen Stichtag eintragen."),
        ("source_id;name;kind;as_of;privacy_notice\nK1;A1;regionale_initiative;2014-12-31;a:2014-11-03:c\n",
         "Zeile 2, Spalte Datenschutzhinweis gezeigt (privacy_notice): „a:2014-11-03:c“ hat zu viele Werte; bitte in der Form version:shown_on eintragen."),
        ("source_id;name;kind;as_of;services\nK1;A1;regionale_initiative;2014-12-31;" + "[" * 9000 + "\n",
         "Zeile 2, Spalte angebotene Services (services): „" + "[" * 60 + "“ ist kein gültiges JSON; bitte Klammern und Anführungszeichen prüfen."),
    ],
)  # fmt: skip
def test_the_own_table_gets_row_exact_sentences(table: str, sentence: str) -> None:
    assert _table(table)[1] == (sentence,)


def test_a_region_that_does_not_exist_names_all_twelve() -> None:
    (message,) = _table("source_id;name;kind;region\nK1;A1;regionale_initiative;Allgäu\n")[1]
    assert message.startswith("Zeile 2, Spalte Region (region): „Allgäu“ ist keine der zwölf Regionen")
    assert "Bodensee-Oberschwaben" in message


def test_an_empty_template_with_all_columns_is_understood() -> None:
    row = dict.fromkeys(TABLE_COLUMNS, "") | {"source_id": "K1", "name": "Kette", "kind": "regionale_initiative"}
    content = write_table([list(row.values())], list(row), "Vorlage")
    entries, faults = entries_from_table(read_table(content, "vorlage.xlsx"))
    assert faults == ()
    assert (entries[0].name, entries[0].profiles) == ("Kette", ())
