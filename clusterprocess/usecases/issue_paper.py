"""From the version under consultation to the issued 1.0: resolution paper, issue, handover."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from clusterprocess.domain.actors import SYSTEM, Role
from clusterprocess.domain.documents import DOCUMENT_NAMES, DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import RuleViolation
from clusterprocess.domain.events import DOCUMENT_ISSUED, HANDED_OVER
from clusterprocess.domain.gates import handover_is_recorded, says_yes
from clusterprocess.domain.links import placeholder
from clusterprocess.domain.register import Person
from clusterprocess.domain.states import Stage, State
from clusterprocess.domain.transitions import advance
from clusterprocess.usecases.analyse_and_draft import system_transition
from clusterprocess.usecases.assemble_case import funding_of
from clusterprocess.usecases.board_by_link import board_link
from clusterprocess.usecases.decide import context_for
from clusterprocess.usecases.keep_documents import document_for, recheck_quietly
from clusterprocess.usecases.offering_of import approvers_of, offering_of
from clusterprocess.usecases.paper_comments import comment_link
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message
from clusterprocess.usecases.store_papers import newest_version, store_paper

CONSULTED: dict[Role, str] = {
    Role.CORE_GROUP: "kommentierung",
    Role.CLUSTER_MANAGER: "kommentierung",
    Role.EXPERT: "kommentierung",
    Role.BOARD: "beschluss",
}
"""Which letter asks which body for its consent; the reviewer needs none."""

_RESOLVED_BY: dict[Role, str] = {
    Role.BOARD: "Beschlossen vom Vorstand",
    Role.CORE_GROUP: "Beschlossen von der Kerngruppe",
    Role.CLUSTER_MANAGER: "Angenommen vom Clustermanagement",
    Role.REVIEWER: "Freigegeben nach Qualitätsprüfung",
}


def is_confirmed(engagement: Engagement) -> bool:
    """Whether the initiative signed the confirmation of service, which G4 needs."""
    return says_yes(engagement.fact("confirmation_of_service"))


def check_edited_paper(work: Work, engagement: Engagement) -> None:
    """Check the newest edited version once more from the stored bytes."""
    recheck_quietly(work, engagement)


def write_resolution(work: Work, engagement: Engagement) -> None:
    """The one-page board paper for the version that is under consultation, and the draft mails that go with it."""
    latest = newest_version(engagement)
    label = latest.label if latest else "–"
    version = store_paper(work, engagement, "beschlussvorlage", label, latest.number if latest else 0)
    if latest is None:
        return
    title = DOCUMENT_NAMES[offering_of(engagement).report_kind].de
    attachments = [
        {"name": f"{title} {label}.docx", "sha256": latest.sha256},
        {"name": f"Beschlussvorlage {engagement.number}.docx", "sha256": version.sha256},
    ]
    _withdraw_older_drafts(work, engagement, latest.number)
    chain = [role for role in approvers_of(engagement) if role in CONSULTED]
    reading = next((role for role in chain if CONSULTED[role] == "kommentierung" and role is not Role.EXPERT), None)
    if chain and reading is None:  # whoever manages the initiative reads along, also where only others decide
        chain.append(reading := Role.CLUSTER_MANAGER)
    for role in chain:
        template = CONSULTED[role]
        cluster = None if role is Role.EXPERT else engagement.cluster_id
        asked = _asked(work, engagement, role, with_manager=role is reading)
        queue_message(
            work,
            template,
            f"{engagement.number}:{template}:{role.value}:{latest.number}",
            engagement,
            asked,
            {"fassung": label, **_links(work, engagement, latest, role, asked)},
            draft=True,
            reason="An ein Gremium der Initiative; wird von der Federführung freigegeben."
            if cluster
            else "An die mitprüfende Stelle; wird von der Federführung freigegeben.",
            attachments=attachments,
        )


def _asked(work: Work, engagement: Engagement, role: Role, *, with_manager: bool) -> list[Person]:
    """Who gets the letter to a body: its people, and the cluster managers where they read along."""
    found = {p.id: p for p in work.queries.holders(role.value, None if role is Role.EXPERT else engagement.cluster_id)}
    if with_manager:
        found |= {p.id: p for p in work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id)}
    return [person for person in found.values() if person.email]


def _links(
    work: Work, engagement: Engagement, version: DocumentVersion, role: Role, asked: Sequence[Person]
) -> dict[str, str]:
    """Where to comment and, for the board, where to decide; a body of several people shares a link."""
    if not asked:
        return {}
    person = asked[0] if len(asked) == 1 else None
    found = {"link": placeholder(comment_link(work, engagement, version, person).id)}
    if role is Role.BOARD:
        found["beschlusslink"] = placeholder(board_link(work, engagement, version, person).id)
    return found


def _withdraw_older_drafts(work: Work, engagement: Engagement, number: int) -> None:
    """A letter about an older version must not go out any more."""
    for message in work.queries.messages(states=("entwurf",), engagement=engagement.number):
        if message.template in CONSULTED.values() and not message.key.endswith(f":{number}"):
            message.drop()


def hand_over(work: Work, engagement: Engagement) -> None:
    """Issue version 1.0 from the adopted file, queue the handover and open the follow-up, in one transaction."""
    if engagement.current_state is State.RELEASED:
        issued = _issue(work, engagement)
        queued = _send(work, engagement, issued)
        advance(engagement, "hand_over", SYSTEM, context_for(work, engagement, SYSTEM, handover_queued=queued))
        _note_handover(work, engagement, issued, queued=queued)
    system_transition(work, engagement, "start_follow_up")


def hand_over_note(work: Work, engagement: Engagement) -> None:
    """Short advice: issue the reviewed note and send it; closing it stays with the consultant (ruling 3)."""
    issued = _issue(work, engagement)
    queued = _send(work, engagement, issued)
    if missing := handover_is_recorded(engagement, context_for(work, engagement, SYSTEM, handover_queued=queued)):
        raise RuleViolation("hand_over_note", missing)
    _note_handover(work, engagement, issued, queued=queued)


def _send(work: Work, engagement: Engagement, issued: str) -> bool:
    title = DOCUMENT_NAMES[offering_of(engagement).report_kind].de
    queued = queue_message(
        work,
        "uebergabe",
        f"{engagement.number}:uebergabe:{engagement.attempt(Stage.DELIVERABLE)}",
        engagement,
        work.queries.holders(Role.CLUSTER_MANAGER.value, engagement.cluster_id),
        {"fassung": "1.0"},
        attachments=[{"name": f"{title} {engagement.number} 1.0.docx", "sha256": issued}],
    )
    return queued is not None


def _note_handover(work: Work, engagement: Engagement, issued: str, *, queued: bool) -> None:
    how = "Nachricht im Postausgang" if queued else "anders übergeben, als Nachweis eingetragen"
    engagement.handed_over_on = work.today
    engagement.record(HANDED_OVER, version="1.0", sha256=issued, how=how)


def _issue(work: Work, engagement: Engagement) -> str:
    """Version 1.0 is the adopted file with only Beschlussvermerk, version table and date changed (ruling 15)."""
    document = document_for(work, engagement, offering_of(engagement).report_kind)
    adopted = next((v for v in document.versions if v.sha256 == engagement.adopted_sha256), None)
    if adopted is None:
        raise RuleViolation(
            "hand_over",
            ["Die beschlossene Fassung liegt nicht vor: bitte zurücklegen und die Zustimmungen eintragen."],
        )
    if existing := document.version_labelled("1.0"):
        return existing.sha256
    funding = funding_of(engagement.operation)
    resolved = f"{engagement.adopted_on:%d.%m.%Y}" if engagement.adopted_on else ""
    assembly = engagement.fact("assembly_on")
    noted = f", zur Kenntnis der Mitgliederversammlung am {date.fromisoformat(assembly):%d.%m.%Y}" if assembly else ""
    content = work.files.get(adopted.sha256)
    for earlier in document.versions[1:]:  # the version table names what came back from Word, too
        row = {
            "fassung": earlier.label,
            "fassung_datum": f"{earlier.made_on:%d.%m.%Y}",
            "beschlussvermerk": "überarbeitet",
        }
        content = work.services.documents.issue(content, row)
    content = work.services.documents.issue(
        content,
        {
            "fassung": "1.0",
            "beschlussvermerk": f"{_RESOLVED_BY[approvers_of(engagement)[-1]]} am {resolved}{noted}.",
            "fassung_datum": resolved,
            "foerderhinweis": funding.statement,
            "vorgang": engagement.number,
        },
    )
    report = work.services.documents.check(content, adopted.manifest, funding.statement, engagement.number)
    sha256 = work.files.put(content)
    version = document.add_version(
        label="1.0",
        origin="ausgestellt",
        sha256=sha256,
        size_bytes=len(content),
        author_id="system",
        made_on=work.today,
        template=adopted.template,
        manifest=adopted.manifest,
    )
    version.kept_changes = adopted.kept_changes
    version.check = {
        "passed": adopted.is_checked_clean,
        "publicity": report.publicity,
        "open": report.publicity_faults,
        "changed": [],
        "adopted": adopted.sha256,
    }
    document.record(
        DOCUMENT_ISSUED,
        label=document.label,
        version="1.0",
        sha256=sha256,
        sha256_short=sha256[:12],
        adopted=adopted.sha256,
        adopted_short=adopted.sha256[:12],
        engagement=engagement.number,
    )
    return sha256
