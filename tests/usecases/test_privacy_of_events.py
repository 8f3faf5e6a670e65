"""Names, addresses and free text never enter an event; a keyed commitment stands for them (design D6)."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date
from decimal import Decimal

from sqlalchemy import create_engine, text

from clusterprocess.domain.actors import Role
from clusterprocess.domain.chain import verify_chain
from clusterprocess.domain.states import State
from clusterprocess.usecases.book_days import book_days
from clusterprocess.usecases.hold_workshops import cancel_workshop
from clusterprocess.usecases.keep_documents import keep_changes
from clusterprocess.usecases.keep_persons import add_person, take_note
from tests.builders import ASSISTANT, BOARD, CORE_GROUP, HEAD, LEAD, NUMBER, REVIEWER, Agency, bring_to

SECRET = "Muster-Geheimnis"


def _payloads(agency: Agency) -> str:
    return json.dumps([event.entry() for event in agency.events()], ensure_ascii=False)


def test_a_whole_engagement_leaves_no_name_address_or_free_text_in_the_chain(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    agency.run(LEAD, lambda w: take_note(w, "anruf", f"{SECRET} Notiz", date(2015, 1, 12), engagement=NUMBER))
    payloads = _payloads(bring_to_end(agency))
    persons = agency.look(lambda work: [(p.name, p.email, p.handle) for p in work.queries.persons()])
    assert len(persons) == 11
    for name, email, handle in persons:
        assert name not in payloads and email not in payloads and f'"{handle}"' not in payloads
    assert SECRET not in payloads and agency.cluster_name not in payloads
    assert "Werkskantine" not in payloads and "GmbH" not in payloads


def bring_to_end(agency: Agency) -> Agency:
    """The rest of the way, with a free text at every place that takes one."""
    agency.decide(LEAD, "start_check", text=f"{SECRET} Text zur Prüfung")
    agency.decide(HEAD, "pause", reason="sonstiges", text=f"{SECRET} Grund der Ruhe")
    agency.decide(HEAD, "resume")
    agency.prove({"board_consent": "ja"}, date(2015, 1, 12), paper=f"{SECRET} Ablage")
    workshop_of = _accepted(agency)
    agency.run(LEAD, lambda w: cancel_workshop(w, workshop_of, "sonstiges", f"{SECRET} Absage"))
    agency.run(
        LEAD,
        lambda w: book_days(
            w, NUMBER, w.queries.person(LEAD), date(2015, 1, 12), Decimal("0.5"), "gespraech", f"{SECRET} Tätigkeit"
        ),
    )
    agency.run(HEAD, lambda w: w.queries.cluster(agency.cluster_name).override_level("M1", f"{SECRET} Begründung"))
    return agency


def _accepted(agency: Agency) -> int:
    from tests.builders import ACCEPTANCE

    agency.prove(ACCEPTANCE, date(2015, 1, 12))
    agency.decide(HEAD, "accept")
    return agency.plan(date(2015, 4, 22), title=f"{SECRET} Titel")


def test_reasons_of_approvals_and_of_kept_figures_stay_out_of_the_chain(agency: Agency) -> None:
    bring_to(agency, State.CLUSTER_REVIEW)
    agency.approve(CORE_GROUP, Role.CORE_GROUP, given=False, reason_code="inhalt", text=f"{SECRET} Rückgabe")
    agency.put_back(agency.edited(2))
    agency.run(LEAD, lambda w: keep_changes(w, NUMBER, f"{SECRET} Grund"))
    agency.decide(LEAD, "submit_draft")
    agency.approve(REVIEWER, Role.REVIEWER, text=f"{SECRET} Anmerkung")
    assert SECRET not in _payloads(agency)


def test_the_value_of_an_evidence_entry_in_free_words_stays_out_of_the_chain(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    agency.prove({"gaps_listed": f"Gespräch mit Frau {SECRET} fehlt"}, date(2015, 1, 12))
    assert SECRET not in _payloads(agency)


def test_the_commitment_of_a_note_matches_its_text_under_the_rows_own_key(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    agency.run(LEAD, lambda w: take_note(w, "besuch", "Wir waren da.", date(2015, 1, 12), engagement=NUMBER))
    event = agency.events()[-1]
    with create_engine(agency.app.urls.owner).connect() as connection:
        row = connection.execute(text("SELECT text, secret FROM contact_note")).one()
    expected = hmac.new(row.secret, row.text.encode(), hashlib.sha256).hexdigest()
    assert event.data["commitment"] == expected and len(row.secret) == 32


def test_an_override_of_the_level_carries_a_commitment_to_its_reason(agency: Agency) -> None:
    agency.run(HEAD, lambda w: w.queries.cluster(agency.cluster_name).override_level("M3", "Label folgt"))
    assert len(agency.events()[-1].data.get("commitment", "")) == 64


def test_the_chain_verifies_after_a_person_and_a_note_were_erased(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    agency.run(LEAD, lambda w: take_note(w, "mail", "Bitte löschen", date(2015, 1, 12), engagement=NUMBER))
    agency.run(ASSISTANT, lambda w: add_person(w, "x.gast", "Xaver Gast", "x.gast@gast.example"))
    with create_engine(agency.app.urls.owner).begin() as connection:
        connection.execute(text("DELETE FROM contact_note"))
        connection.execute(text("DELETE FROM person WHERE handle = 'x.gast'"))
    assert verify_chain(agency.events()).is_intact


def test_a_mail_leaves_only_its_key_and_template_in_the_chain(agency: Agency) -> None:
    bring_to(agency, State.REQUESTED)
    (queued,) = (event for event in agency.events() if event.action == "message:outbox:queued")
    assert set(queued.data) == {"template", "engagement", "key", "commitment", "recipients", "host_ts"}
    assert BOARD not in json.dumps(queued.data)
