"""The decision of the initiative's board behind a link: bound to exactly one file, entered as its approval."""

from __future__ import annotations

from datetime import date

from clusterprocess.catalogues.process import process
from clusterprocess.domain.actors import Role
from clusterprocess.domain.documents import DOCUMENT_NAMES, DocumentVersion
from clusterprocess.domain.engagement import Engagement
from clusterprocess.domain.errors import InputError, NotFoundError, RuleViolation
from clusterprocess.domain.language import Text
from clusterprocess.domain.links import LinkPurpose, PersonalLink, placeholder
from clusterprocess.domain.register import Person
from clusterprocess.offerings.guest_forms import FieldKind, FormErrors, FormField, FormSection, GuestForm, Values
from clusterprocess.usecases.approve import approve
from clusterprocess.usecases.offering_of import approvers_of, offering_of
from clusterprocess.usecases.paper_comments import version_link, version_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.queue_message import queue_message

YES, CONDITIONS, BACK = "ja", "auflagen", "zurueck"
LONGEST_NAME = 80
DECIDED = (
    "Vielen Dank. Der Beschluss ist eingetragen. Bei Zustimmung stellen wir die beschlossene Fassung als 1.0 aus und "
    "übergeben sie dem Clustermanagement; bei einer Rückgabe überarbeiten wir das Papier und legen es neu vor."
)
SHORT_HASH = 12


def board_link(work: Work, engagement: Engagement, version: DocumentVersion, person: Person | None) -> PersonalLink:
    """The link by which a board decides on a version."""
    return version_link(work, LinkPurpose.BOARD, engagement, version, person)


def ask_again(work: Work, engagement: Engagement, link: PersonalLink) -> None:
    """Lay a further letter with a renewed link into the lead's drafts; nobody but the board sees the address.

    Raises:
        RuleViolation: see :func:`board_form`.
    """
    _, version = subject(work, link)
    title = DOCUMENT_NAMES[offering_of(engagement).report_kind].de
    person = work.queries.person_by_id(link.person_id) if link.person_id else None
    asked = [person] if person else work.queries.holders(Role.BOARD.value, engagement.cluster_id)
    comment = version_link(work, LinkPurpose.COMMENT, engagement, version, person)
    queue_message(
        work,
        "beschluss",
        f"{engagement.number}:beschluss:link:{link.id}:{version.number}",
        engagement,
        asked,
        {"fassung": version.label, "link": placeholder(comment.id), "beschlusslink": placeholder(link.id)},
        draft=True,
        reason="Der Link wurde erneuert; wird von der Federführung freigegeben.",
        attachments=[{"name": f"{title} {version.label}.docx", "sha256": version.sha256}],
    )


def board_form(work: Work, link: PersonalLink) -> GuestForm:
    """What is resolved on, and the decision.

    Raises:
        RuleViolation: there is a newer version, the consultation is over, or somebody has to agree before.
    """
    engagement, version = subject(work, link)
    title = DOCUMENT_NAMES[offering_of(engagement).report_kind].de
    person = work.queries.person_by_id(link.person_id) if link.person_id else None
    reasons = tuple((slug, Text(slug.capitalize())) for slug in process().reasons["rueckgabe"])
    return GuestForm(
        f"Beschluss: {title}",
        f"Die Cluster-Initiative „{engagement.cluster.name}“ beschließt über genau die Datei, die Sie hier herunterladen. "
        "Eine spätere Fassung braucht einen neuen Beschluss.",
        (
            FormSection(
                "Der Beschluss",
                (
                    FormField("decided_on", FieldKind.DAY, Text("Tag der Sitzung oder des Umlaufbeschlusses"),
                              f"Frühestens der Tag der Fassung, der {version.made_on:%d.%m.%Y}.", required=True),
                    FormField("decision", FieldKind.CHOICE, Text("Entscheidung"), required=True, choices=(
                        (YES, Text("zugestimmt")), (CONDITIONS, Text("zugestimmt mit Auflagen")),
                        (BACK, Text("zurückgegeben zur Überarbeitung")))),
                    FormField("reason_code", FieldKind.CHOICE, Text("Anlass einer Rückgabe"),
                              "Nur bei einer Rückgabe.", choices=reasons),
                    FormField("text", FieldKind.LONG_TEXT, Text("Auflagen oder Begründung"),
                              "Nötig bei Auflagen und bei einer Rückgabe: Was soll anders werden?", most=2000),
                ),
            ),
            FormSection(
                "Wer teilt den Beschluss mit?",
                (
                    FormField("name", FieldKind.TEXT, Text("Vor- und Nachname"), required=True, most=LONGEST_NAME,
                              value=person.name if person else None, autocomplete="name"),
                    FormField("function", FieldKind.TEXT, Text("Funktion"), "Zum Beispiel Vorsitz des Vorstands.",
                              required=True, most=LONGEST_NAME, autocomplete="organization-title"),
                    FormField("authority", FieldKind.TICK,
                              Text("Ich bin berechtigt, diesen Beschluss für die Initiative mitzuteilen."), required=True,
                              missing="Bitte bestätigen Sie, dass Sie den Beschluss mitteilen dürfen."),
                ),
            ),
        ),
        submit="Beschluss verbindlich mitteilen",
        facts=(
            ("Vorgang", engagement.number),
            ("Papier", title),
            ("Fassung", f"{version.label} vom {version.made_on:%d.%m.%Y}"),
            ("Prüfsumme", f"{version.sha256[:SHORT_HASH]}… (SHA-256)"),
        ),
        privacy="Name, Funktion, Tag und Entscheidung stehen in der Akte des Vorgangs und in der Beschlusszeile des Papiers "
        "(ohne Namen). Sie werden aufbewahrt, solange das Vorhaben geprüft werden kann.",
        thanks=DECIDED,
        minutes=3,
    )  # fmt: skip


def decide_by_link(work: Work, link: PersonalLink, values: Values) -> None:
    """Enter the decision as the approval of the board on the file that the link names.

    Raises:
        FormErrors: a condition or a return without words, or an impossible day.
        RuleViolation: see :func:`board_form`.
    """
    engagement, version = subject(work, link)
    decision, text = values["decision"], str(values.get("text", ""))
    if decision in (CONDITIONS, BACK) and not text:
        what = "die Auflagen" if decision == CONDITIONS else "die Begründung"
        raise FormErrors({"text": f"Bitte nennen Sie {what}."})
    if decision == BACK and not values.get("reason_code"):
        raise FormErrors({"reason_code": "Bitte wählen Sie den Anlass der Rückgabe."})
    day = date.fromisoformat(str(values["decided_on"]))
    if not version.made_on <= day <= work.today:
        raise FormErrors({
            "decided_on": f"Bitte einen Tag vom {version.made_on:%d.%m.%Y} bis heute, den {work.today:%d.%m.%Y}."
        })  # fmt: skip
    told = f"Auflagen: {text}" if decision == CONDITIONS else text
    try:
        approve(
            work,
            engagement.number,
            Role.BOARD,
            given=decision != BACK,
            on=day,
            reason_code=values.get("reason_code") if decision == BACK else None,
            text=told,
            paper=f"Link {link.id}: {values['name']}, {values['function']}",
            sha256=version.sha256,
        )
    except InputError as error:  # what the form asks was checked above; the rest is told at the top of the page
        raise RuleViolation("approve", [str(error)]) from None


def subject(work: Work, link: PersonalLink) -> tuple[Engagement, DocumentVersion]:
    """Engagement and file of a link, while the board may decide.

    Raises:
        RuleViolation: see :func:`board_form`.
    """
    engagement = work.queries.engagement(link.engagement_number or "")
    version = version_of(engagement, link)
    chain = approvers_of(engagement)
    if Role.BOARD not in chain:
        raise RuleViolation("board", ["Für dieses Papier ist kein Beschluss des Vorstands vorgesehen."])
    if engagement.approval_for(Role.BOARD, version.sha256) is not None:
        raise RuleViolation("board", [f"Der Beschluss zur Fassung {version.label} ist schon eingetragen. Vielen Dank."])
    if any(engagement.approval_for(role, version.sha256) is None for role in chain[: chain.index(Role.BOARD)]):
        raise RuleViolation(
            "board",
            ["Vor dem Vorstand stimmen andere zu; ihre Zustimmung fehlt noch. Sobald sie da ist, öffnet dieser Link das "
             "Formular. Das Papier hängt an unserer Nachricht."],
        )  # fmt: skip
    return engagement, version


def board_file(work: Work, link: PersonalLink) -> tuple[str, bytes]:
    """Name and content of exactly the file that is resolved on.

    Raises:
        NotFoundError: the link is for something else, or nothing can be decided now.
    """
    if link.purpose != LinkPurpose.BOARD.value:
        raise NotFoundError("Diese Datei gibt es nicht.")
    try:
        engagement, version = subject(work, link)
    except RuleViolation:
        raise NotFoundError("Diese Datei gibt es nicht.") from None
    title = DOCUMENT_NAMES[offering_of(engagement).report_kind].de
    return f"{title} {engagement.number} {version.label}.docx", work.files.get(version.sha256)
