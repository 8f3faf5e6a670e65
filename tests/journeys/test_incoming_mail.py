"""Mails that came in, as the back office handles them at the command line."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.mail import incoming_samples as samples
from tests.journeys.shell import shell_in


def test_the_back_office_takes_mails_in_and_settles_them(tmp_path: Path) -> None:
    folder = tmp_path / "post"
    folder.mkdir()
    for name, raw in (("a", samples.answer()), ("b", samples.out_of_office()), ("c", b"kein Brief")):
        (folder / f"{name}.eml").write_bytes(raw)
    with shell_in(tmp_path) as shell:
        shell.do("person", "add", "l.leit", "--name", "Lena Leit", "--role", "leitung")
        shell.actor = "l.leit"
        taken = shell("mail", "take", str(folder), "--json")
        assert taken.code == 1 and [m["kind"] for m in taken.data["mails"]] == ["antwort", "automatische_antwort"]
        assert [fault.partition(":")[0] for fault in taken.data["faults"]] == ["c.eml"]
        assert [m["id"] for m in shell.do("mail", "take", str(folder / "a.eml"))["mails"]] == [1]
        assert [m["id"] for m in shell.do("mail", "list", "--open")] == [1]
        told = shell("mail", "show", "1", "--out", str(tmp_path / "mail.eml"))
        assert "Schöne Grüße" in told.out and "c.kluge@netz.example" in told.out
        assert (tmp_path / "mail.eml").read_bytes() == samples.answer()
        assert shell("mail", "assign", "1", "CA-2015-A-001", "--json").refusal["error"] == "CP-USE-020"
        assert shell.do("mail", "settle", "1", "--outcome", "beantwortet")["outcome"] == "beantwortet"
        again = shell("mail", "settle", "1", "--outcome", "noch einmal", "--json")
        assert (again.code, again.refusal["error"]) == (2, "CP-USE-040")
        assert "keine Einträge" in shell("mail", "list", "--open").out


def test_a_file_that_is_no_mail_or_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "leer.eml").write_bytes(b"")
    with shell_in(tmp_path) as shell:
        shell.do("person", "add", "l.leit", "--name", "Lena Leit", "--role", "leitung")
        shell.actor = "l.leit"
        for name, word in (("leer.eml", "keine Mail"), ("fehlt.eml", "gibt es nicht")):
            refused = shell("mail", "take", str(tmp_path / name), "--json")
            assert refused.code == 2 and word in refused.refusal["message"]
