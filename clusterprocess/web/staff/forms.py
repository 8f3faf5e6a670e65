"""Forms of the console: declared like those of the guests, drawn with errors beside their fields."""

from __future__ import annotations

from collections.abc import Mapping

from clusterprocess.domain.errors import ClusterProcessError, InputError
from clusterprocess.offerings.guest_forms import FormErrors, FormField, FormSection, GuestForm
from clusterprocess.web.drawing import SectionView, sections_of
from clusterprocess.web.staff.spoken import spoken
from clusterprocess.web.staff.visit import Fault, faults_of


def form(*fields: FormField, title: str = "") -> GuestForm:
    """A form of one section."""
    return GuestForm(title, "", (FormSection("", fields),))


def drawn(
    asked: GuestForm,
    typed: Mapping[str, object] | None = None,
    error: ClusterProcessError | None = None,
    prefix: str = "",
) -> tuple[tuple[SectionView, ...], tuple[Fault, ...]]:
    """Sections to draw and the list of faults above them; a fault whose field is on the page leads to it.

    Args:
        typed: what was posted; None shows what is known already.
        error: why it was not accepted.
        prefix: begins the ids, where a page has several forms.
    """
    labels = {f.key: f.label.de for f in asked.fields}
    beside: dict[str, str] = {}
    if isinstance(error, FormErrors):
        beside = {k: spoken(v, k, labels[k]) for k, v in error.by_field.items() if k in labels}
    elif isinstance(error, InputError) and error.field in labels:
        beside = {error.field: spoken(str(error), error.field, labels[error.field])}
    sections = sections_of(asked, typed, beside, prefix)
    ids = {f.key: f.id for s in sections for g in s.groups for f in g.every_field}
    if error is None:
        return sections, ()
    if beside:
        return sections, tuple(Fault(ids[k], v) for k, v in beside.items())
    return sections, tuple(Fault("", f.sentence) for f in faults_of(error))
