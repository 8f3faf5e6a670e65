"""The main job from request to handover, told by what the database holds afterwards."""

from __future__ import annotations

from datetime import date

from clusterprocess.bootstrap import App
from clusterprocess.demo.people import SYSTEM
from clusterprocess.demo.story import NUMBER
from clusterprocess.domain.actors import Role
from clusterprocess.domain.chain import verify_chain
from clusterprocess.usecases.tell_history import history
from tests.journeys.inline import engagement, perform_due_steps, play


def test_the_engagement_ends_in_follow_up_with_version_one_issued(finished: App) -> None:
    state, paper = engagement(finished, lambda e: (e.state, [v.label for v in e.document("strategiepapier").versions]))
    assert state == "nachverfolgung"
    assert paper == ["0.9", "0.91", "0.95", "1.0"]


def test_every_paper_of_the_process_exists(finished: App) -> None:
    kinds = engagement(finished, lambda e: sorted((d.kind, len(d.versions)) for d in e.documents))
    assert kinds == [
        ("anwesenheitsliste", 1),
        ("anwesenheitsliste", 1),
        ("beschlussvorlage", 2),
        ("einladung", 1),
        ("einladung", 1),
        ("fragebogen", 1),
        ("materialband", 1),
        ("protokoll", 1),
        ("protokoll", 1),
        ("situationsanalyse", 1),
        ("strategiepapier", 4),
        ("vorbereitung", 1),
        ("vorbereitung", 1),
    ]


def test_the_board_adopted_the_file_that_was_issued_but_for_its_resolution(finished: App) -> None:
    adopted, versions, approvals = engagement(
        finished,
        lambda e: (
            e.adopted_sha256,
            {v.label: v.sha256 for v in e.document("strategiepapier").versions},
            [(a.role, a.version, a.decided_on) for a in e.approvals if a.given],
        ),
    )
    assert adopted == versions["0.95"] != versions["1.0"]
    assert approvals == [
        (Role.REVIEWER.value, "0.91", date(2015, 6, 19)),
        (Role.REVIEWER.value, "0.95", date(2015, 7, 7)),
        (Role.CORE_GROUP.value, "0.95", date(2015, 7, 7)),
        (Role.BOARD.value, "0.95", date(2015, 7, 15)),
    ]


def test_the_hand_changed_figure_is_reported_with_old_and_new_value_and_kept_with_its_reason(finished: App) -> None:
    check, kept = engagement(
        finished,
        lambda e: (lambda v: (v.check, v.kept_changes))(e.document("strategiepapier").version_labelled("0.95")),
    )
    changed = [(c["tag"], c["old"], c["new"]) for c in check["changed"]]
    assert changed == [("F10.payers", "55", "56")]
    assert "zahlten" in check["changed"][0]["paragraph"]
    assert check["passed"] and "Schatzmeisteramts" in kept["F10.payers"]["reason"]


def test_the_chain_is_intact_and_tells_the_gates_in_order(finished: App) -> None:
    report = finished.run(SYSTEM, lambda w: verify_chain(w.queries.events()))
    gates = finished.run(
        SYSTEM,
        lambda w: [e.data["gate"] for e in w.queries.events(engagement=NUMBER) if e.action == "engagement:gate:opened"],
    )
    assert report.is_intact and report.kind == "demo"
    assert gates == ["G0", "G1", "G2", "G3", "G4"]


def test_every_date_lies_inside_the_operation(finished: App) -> None:
    days = finished.run(SYSTEM, lambda w: [e.occurred_on for e in w.queries.events()])
    assert min(days) >= date(2014, 10, 1) and max(days) <= date(2015, 7, 20)


def test_history_reads_as_sentences_without_names(finished: App) -> None:
    lines = finished.run(SYSTEM, lambda w: history(w, NUMBER))
    text = "\n".join(line.text for line in lines)
    assert lines[0].sentence.startswith("Die Anfrage CA-2015-A-017 wurde aufgenommen")
    assert "Freigabepunkt G4 wurde geöffnet." in text
    for name in ("Berger", "Kluge", "Präzisionstechnik", "Vorsitz schildert"):
        assert name not in text


def test_no_event_carries_a_name_an_address_or_free_text(finished: App) -> None:
    payloads = finished.run(SYSTEM, lambda w: [str(e.data) for e in w.queries.events()])
    everything = "\n".join(payloads)
    for secret in ("(Beispiel)", "@", "Vorsitz schildert", "Schatzmeisteramts"):
        assert secret not in everything


def test_mails_lie_in_the_outbox_without_a_server_and_letters_about_an_older_version_are_withdrawn(
    finished: App,
) -> None:
    found = finished.run(SYSTEM, lambda w: sorted((m.template, m.state) for m in w.queries.messages(engagement=NUMBER)))
    assert found == [
        ("beschluss", "verworfen"),
        ("beschluss", "wartend"),
        ("eingang", "wartend"),
        ("einladungspaket", "wartend"),
        ("einladungspaket", "wartend"),
        ("erhebung", "wartend"),
        ("kommentierung", "verworfen"),
        ("kommentierung", "wartend"),
        ("situationsanalyse", "wartend"),
        ("uebergabe", "wartend"),
    ]


def test_doing_every_step_again_changes_nothing(app: App) -> None:
    play(app, "Eignung prüfen")
    before = app.run(SYSTEM, lambda w: (sum(1 for _ in w.queries.events()), len(w.queries.messages())))
    assert perform_due_steps(app) == []
    assert app.run(SYSTEM, lambda w: (sum(1 for _ in w.queries.events()), len(w.queries.messages()))) == before
