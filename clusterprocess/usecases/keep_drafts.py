"""What staff typed and did not hand in yet: kept per person, with the version it was begun on."""

from __future__ import annotations

from typing import Any

from clusterprocess.domain.accounts import FormDraft
from clusterprocess.domain.errors import InputError
from clusterprocess.usecases.ports import Work

MOST_CHARACTERS = 250_000


def keep_form_draft(work: Work, subject: str, typed: dict[str, Any], based_on: int) -> FormDraft:
    """Keep what the acting person typed on a subject; nothing is validated.

    Raises:
        InputError: more text than a form can hold.
    """
    if len(repr(typed)) > MOST_CHARACTERS:
        raise InputError("Entwurf: Der Text ist zu lang, um gesichert zu werden; bitte kürzen.", field="draft")
    work.queries.serialise(f"form_draft:{work.actor.id}:{subject}")
    draft = work.queries.form_draft(work.actor.id, subject)
    now = work.now  # asked before a new row waits to be written, because asking may write what waits
    if draft is None:
        draft = FormDraft(person_id=work.actor.id, subject=subject, saved_at=now)
        work.add(draft)
    draft.typed, draft.based_on, draft.saved_at = typed, based_on, now
    return draft


def drop_form_draft(work: Work, subject: str) -> None:
    """What was typed is handed in or thrown away."""
    draft = work.queries.form_draft(work.actor.id, subject)
    if draft is not None:
        draft.typed = {}
