"""Pages that several rooms share."""

from __future__ import annotations

from dataclasses import dataclass

from clusterprocess.web.drawing import SectionView
from clusterprocess.web.staff.visit import Fault


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A heading and sentences; ``back`` leads on where there is somewhere to go."""

    title: str
    sentences: tuple[str, ...]
    back: str = ""
    back_words: str = "Zurück"


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with one form.

    Attributes:
        action: where it is posted; ``sections`` are drawn by ``parts.form``.
        errors: what has to be corrected; beside each field its own sentence stands too.
        cancel: address of the page that leaves the form without doing anything.
        crumbs: (label, address) of the pages above.
        aside: sentences beside the form that explain what happens.
        uploads: the form takes files.
    """

    title: str
    intro: str
    action: str
    sections: tuple[SectionView, ...]
    submit: str
    errors: tuple[Fault, ...] = ()
    cancel: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    aside: tuple[str, ...] = ()
    uploads: bool = False
