"""The questions of a follow-up as a Word sheet: to print, or to go through on the telephone."""

from __future__ import annotations

from clusterprocess.catalogues.calendar import agency_calendar
from clusterprocess.catalogues.follow_up import follow_up_catalogue
from clusterprocess.offerings.guest_forms import FieldKind, FormField, FormSection, GuestForm
from clusterprocess.offerings.sections.blocks import Block, Cell, DocumentContext, Heading, Paragraph, Table
from clusterprocess.offerings.sections.numbers import day, number
from clusterprocess.offerings.standard.paper import simple_paper
from clusterprocess.usecases.assemble_case import assemble_case
from clusterprocess.usecases.follow_ups import form_of
from clusterprocess.usecases.ports import Work
from clusterprocess.usecases.write_documents import render_with_template

_BOX = "☐"


def render_sheet(work: Work, follow_up_id: int) -> bytes:
    """A Word file with every question of a follow-up; what is known is ticked or written in."""
    survey = work.queries.follow_up(follow_up_id)
    asked_on = max(work.today, survey.due_on)  # a sheet printed ahead asks what will be due on the day
    context = sheet_of(work, follow_up_id, form_of(survey, asked_on))
    return render_with_template(work, "shared/fragebogen.docx", context).content


def sheet_of(work: Work, follow_up_id: int, form: GuestForm) -> DocumentContext:
    """The page of a follow-up as a paper: a table for each section."""
    survey = work.queries.follow_up(follow_up_id)
    case = assemble_case(work, survey.engagement)
    asked_on = max(work.today, survey.due_on)
    back_by = agency_calendar().add(asked_on, follow_up_catalogue().answer_working_days)
    blocks: list[Block] = [
        Paragraph(form.intro, style="lead"),
        Paragraph(
            f"Vorgesehen am {day(survey.due_on)}, etwa {form.minutes} Minuten. Bitte senden Sie das Blatt bis zum "
            f"{day(back_by)} an die ClusterAgentur zurück; die Vorgangsnummer steht oben."
        ),
    ]
    for position, section in enumerate(form.sections, 1):
        blocks += _section(position, section)
    blocks.append(Paragraph(form.privacy, style="small"))
    return simple_paper(case, "fragebogen", form.title, tuple(blocks), {})


def _section(position: int, section: FormSection) -> list[Block]:
    blocks: list[Block] = [Heading(2, _plain(section.title), f"n{position}", numbered=False)]
    if section.intro:
        blocks.append(Paragraph(_plain(section.intro), style="small"))
    supports = [f for f in section.fields if f.key.startswith("s.")]
    rows = tuple((Cell(_question(f, section.title)), Cell(_answer(f))) for f in section.fields if f not in supports)
    blocks.append(Table(f"n{position}", "", ("Frage", "Antwort"), rows, (0.46, 0.54), size="small"))
    if supports:
        cells = [Cell(_answer(f)) for f in supports]
        lines = tuple(tuple(cells[n : n + 3]) for n in range(0, len(cells), 3))
        blocks.append(Table(f"n{position}s", "", ("Name", "von", "bis"), lines, (0.56, 0.22, 0.22), size="small"))
    return blocks


def _question(field: FormField, title: str) -> str:
    """The label with its help; a number that the section's heading names already is not said again."""
    before, _, rest = field.label.de.partition(": ")
    label = rest if rest and title.startswith(f"{before} ") else field.label.de
    told = label[0].upper() + label[1:]
    return _plain(f"{told} ({field.help})" if field.help else told)


def _answer(field: FormField) -> str:
    """Boxes to tick, or what is known, or an empty place to write."""
    if field.kind is FieldKind.YES_NO:
        return _boxes((("ja", "ja"), ("nein", "nein")), field.value)
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        return _boxes(tuple((slug, text.de) for slug, text in field.choices), field.value)
    if field.kind is FieldKind.SCALE and field.lowest is not None and field.highest is not None:
        steps = range(int(field.lowest), int(field.highest) + 1)
        low, high = (
            (f"{field.low_word}: " if field.low_word else ""),
            (f" :{field.high_word}" if field.high_word else ""),
        )
        return f"{low}{_boxes(tuple((str(n), str(n)) for n in steps), field.value)}{high}"
    known = field.value
    if isinstance(known, int | float):
        known = number(known, 0 if known == int(known) else 2)
    elif field.kind is FieldKind.DAY and known:
        known = day(known)
    told = _plain(str(known)) if known else "………………………"
    return f"{told} {field.unit}".strip()


def _boxes(choices: tuple[tuple[str, str], ...], value: object) -> str:
    chosen = {str(v) for v in value} if isinstance(value, list | tuple) else {str(value)}
    return "   ".join(
        f"{'☒' if slug in chosen else _BOX}\u00a0{_plain(text).replace(' ', chr(0xA0))}" for slug, text in choices
    )


def _plain(text: str) -> str:
    """Words of people in a block: braces and marks are taken as they are written."""
    return text.replace("{", "{{").replace("}", "}}")
