"""Signing in: who gets in, who does not, how long, and what nobody ever learns."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from clusterprocess.domain.actors import SYSTEM
from clusterprocess.domain.errors import InputError
from clusterprocess.usecases.accounts import deactivate, issue_link, open_account, signed_in
from tests.builders import ADMIN, AUDITOR, HEAD, LEAD, MANAGER, REFERENCE
from tests.web.conftest import Visitor
from tests.web.console import ConsolePages

GOOD = "vier wörter sind genug"


def link_of(console: ConsolePages, handle: str) -> str:
    return console.agency.run(HEAD, lambda work: open_account(work, work.queries.person(handle)))


def with_password(console: ConsolePages, handle: str = LEAD, password: str = GOOD) -> Visitor:
    """A person who came by her one-time link and set a password."""
    visitor = console.stranger()
    visitor.open(f"/einstieg/{link_of(console, handle)}")
    visitor.post(str(visitor.answer.url.path), {"new": password, "again": password}, token="")  # type: ignore[union-attr]
    assert visitor.status == 200, visitor.page[:300]
    return visitor


def sign_in(console: ConsolePages, handle: str, password: str) -> Visitor:
    visitor = console.stranger().open("/anmelden")
    return visitor.post("/anmelden", {"handle": handle, "password": password, "weiter": "/konto"}, token="")


def test_a_one_time_link_sets_the_password_and_works_once(console: ConsolePages) -> None:
    token = link_of(console, LEAD)
    first, second = console.stranger(), console.stranger()
    first.open(f"/einstieg/{token}")
    first.open(f"/einstieg/{token}")  # looking twice uses nothing up
    first.post(f"/einstieg/{token}", {"new": GOOD, "again": GOOD}, token="")
    assert LEAD in first.open("/konto").page
    assert second.open(f"/einstieg/{token}").status == 404
    assert "nicht gültig" in second.page


def test_password_lets_in_and_leads_to_the_page_that_was_wanted(console: ConsolePages) -> None:
    with_password(console)
    visitor = console.stranger().open("/konto")
    assert str(visitor.answer.url).endswith("/anmelden?weiter=/konto")  # type: ignore[union-attr]
    assert sign_in(console, LEAD, GOOD).answer.url.path == "/konto"  # type: ignore[union-attr]


@pytest.mark.parametrize("to", ["//boese.example", "https://boese.example", "/\\boese.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(console: ConsolePages, to: str) -> None:
    with_password(console)
    visitor = console.stranger().open("/anmelden")
    visitor.post("/anmelden", {"handle": LEAD, "password": GOOD, "weiter": to}, token="")
    assert str(visitor.answer.url).startswith(console.address)  # type: ignore[union-attr]


def test_wrong_handle_wrong_password_and_no_account_read_the_same(console: ConsolePages) -> None:
    with_password(console)
    pages = [sign_in(console, *pair) for pair in ((LEAD, "falsch falsch"), ("niemand", GOOD), (MANAGER, GOOD))]
    texts = {re.sub(r'value="[^"]*"', "", p.page) for p in pages}
    assert [p.status for p in pages] == [403, 403, 403]
    assert len(texts) == 1


def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour(
    console: ConsolePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_password(console)
    for _ in range(5):
        assert sign_in(console, LEAD, "falsch falsch falsch").status == 403
    assert sign_in(console, LEAD, GOOD).status == 403
    later = console.agency.app.begin._host() + timedelta(minutes=16)
    monkeypatch.setattr(console.agency.app.begin, "_host", lambda: later)
    assert sign_in(console, LEAD, GOOD).status == 200
    assert "account:access:locked" in console.agency.actions()


def test_the_password_is_stored_as_argon2id_only(console: ConsolePages) -> None:
    with_password(console)
    stored = console.agency.look(lambda work: work.queries.account_of(LEAD).password_hash)  # type: ignore[union-attr]
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_session_ends_after_twelve_hours_or_two_hours_of_rest(
    console: ConsolePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = console.session(LEAD)
    app = console.agency.app
    start = app.begin._host()

    def alive(hours: float) -> bool:
        monkeypatch.setattr(app.begin, "_host", lambda: start + timedelta(hours=hours))
        return app.run(SYSTEM, lambda work: signed_in(work, token)) is not None

    assert [alive(h) for h in (1, 2.5, 4.0, 5.9)] == [True, True, True, True]
    assert not alive(8)
    fresh = console.session(LEAD)
    monkeypatch.setattr(app.begin, "_host", lambda: start + timedelta(hours=8 + 12.1))
    assert app.run(SYSTEM, lambda work: signed_in(work, fresh)) is None


def test_signing_out_ends_the_session_on_the_server(console: ConsolePages) -> None:
    visitor = console.signed_in(LEAD).open("/konto")
    cookie = visitor.client.cookies["cp_sitzung"]
    visitor.post("/abmelden", {})
    thief = console.stranger()
    thief.client.cookies.set("cp_sitzung", cookie)
    assert "Anmelden" in thief.open("/konto").page


def test_a_new_password_ends_all_other_sessions(console: ConsolePages) -> None:
    here = with_password(console)
    there = console.signed_in(LEAD)
    here = sign_in(console, LEAD, GOOD)
    new = "fünf andere wörter hier"
    here.open("/konto/passwort").post("/konto/passwort", {"old": GOOD, "new": new, "again": new})
    assert "alle anderen Anmeldungen sind beendet" in here.page
    assert "Passwort vergessen" in there.open("/konto").page or "Einmal-Link" in there.page
    assert sign_in(console, LEAD, GOOD).status == 403
    assert sign_in(console, LEAD, new).status == 200


@pytest.mark.parametrize(
    ("new", "sentence"),
    [("kurz", "12 bis 256 Zeichen"), ("a" * 20, "zu leicht"), ("mein b.berger passwort", "zu leicht")],
)
def test_weak_passwords_are_refused_with_a_reason(console: ConsolePages, new: str, sentence: str) -> None:
    token = link_of(console, LEAD)
    visitor = console.stranger().open(f"/einstieg/{token}")
    visitor.post(f"/einstieg/{token}", {"new": new, "again": new}, token="")
    assert visitor.status == 422


def test_deactivating_ends_sessions_links_and_the_password(console: ConsolePages) -> None:
    with_password(console)
    inside = console.signed_in(LEAD)
    unused = console.agency.run(ADMIN, lambda work: issue_link(work, LEAD))
    console.agency.run(ADMIN, lambda work: deactivate(work, LEAD))
    assert inside.open("/konto").answer.url.path == "/anmelden"  # type: ignore[union-attr]
    assert console.stranger().open(f"/einstieg/{unused}").status == 404
    assert sign_in(console, LEAD, GOOD).status == 403


def test_a_cluster_manager_gets_no_account(console: ConsolePages) -> None:
    with pytest.raises(InputError, match="keine Rolle in der Agentur"):
        link_of(console, MANAGER)


def test_whoever_audits_holds_no_other_role(console: ConsolePages) -> None:
    from clusterprocess.domain.actors import Role
    from clusterprocess.usecases.keep_persons import grant_role

    with pytest.raises(InputError, match="Wer prüft"):
        console.agency.run(HEAD, lambda work: grant_role(work, work.queries.person(AUDITOR), Role.CONSULTANT))


def test_the_administration_page_gives_a_link_once(console: ConsolePages) -> None:
    admin = console.signed_in(ADMIN).open("/verwaltung/zugaenge/neu")
    admin.post("/verwaltung/zugaenge/neu", {"handle": "n.neu", "name": "Nora Neu (Beispiel)", "role": "berater"})
    assert admin.status == 200
    link = re.search(r"/einstieg/([\w-]+)", admin.page)
    assert link
    assert link[1] not in admin.open("/verwaltung/zugaenge/n.neu").page
    new = console.stranger().open(f"/einstieg/{link[1]}")
    assert "Nora Neu" in new.page
    rows: Any = console.agency.actions()
    assert rows.count("account:access:opened") == 2  # the administrator's own and the new one


def test_nobody_shuts_herself_out(console: ConsolePages) -> None:
    admin = console.signed_in(ADMIN).open(f"/verwaltung/zugaenge/{ADMIN}")
    admin.post(f"/verwaltung/zugaenge/{ADMIN}/sperren", {})
    assert admin.status == 422
    assert admin.open("/konto").status == 200


def test_a_role_is_given_bound_to_an_operation_and_taken_again(console: ConsolePages) -> None:
    auditor = console.signed_in(AUDITOR).open("/pruefung")
    admin = console.signed_in(ADMIN).open(f"/verwaltung/zugaenge/{AUDITOR}")
    here = f"/verwaltung/zugaenge/{AUDITOR}"
    assert admin.post(f"{here}/rolle", {"role": "berater"}).status == 422  # whoever audits holds no other role
    admin.open(here).post(f"{here}/rolle/ende", {"role": "audit"})
    assert "beendet." in admin.page
    assert auditor.open("/pruefung").saw()[-1] == 403 or "/anmelden" in str(auditor.answer.url)  # type: ignore[union-attr]
    admin.open(here).post(f"{here}/rolle", {"role": "audit", "operation": REFERENCE})
    assert "erteilt." in admin.page
    bounds = console.agency.look(
        lambda work: [r.operation_id is not None for r in work.queries.person(AUDITOR).roles if r.valid_until is None]
    )
    assert bounds == [True]
    assert console.signed_in(AUDITOR).open("/pruefung").status == 200


def test_a_person_ends_all_her_other_sessions(console: ConsolePages) -> None:
    here, there = console.signed_in(LEAD).open("/konto"), console.signed_in(LEAD).open("/konto")
    here.post("/konto/abmelden", {})
    assert "Beendete Anmeldungen: 1." in here.page
    assert here.open("/konto").saw() == [200]
    assert str(there.open("/konto").answer.url).endswith("/anmelden?weiter=/konto")  # type: ignore[union-attr]
