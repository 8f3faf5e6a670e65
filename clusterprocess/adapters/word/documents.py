"""Word files for the use cases: made from templates, checked when they come back, issued, refreshed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clusterprocess.adapters.word.check import check
from clusterprocess.adapters.word.contents import PageNumbers
from clusterprocess.adapters.word.issue import issue
from clusterprocess.adapters.word.paragraphs import paragraphs, text_places
from clusterprocess.adapters.word.refresh import refresh
from clusterprocess.adapters.word.rendering import render
from clusterprocess.adapters.word.template_check import check_template
from clusterprocess.adapters.word.templates import template_path
from clusterprocess.adapters.word.upload import accept
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.usecases.ports import CheckReport, PaperParagraph, RenderedFile


class WordDocuments:
    """The port ``Documents`` on the templates of one folder.

    Args:
        templates_folder: folder that holds ``word/<slug>/<document>.docx``.
        page_numbers: tells for a Word file on which page each heading bookmark stands; without it the table of
            contents has no page numbers until Word updates it.
    """

    def __init__(self, templates_folder: Path, page_numbers: PageNumbers | None = None) -> None:
        self.templates_folder = templates_folder
        self.page_numbers = page_numbers

    def render(self, template: str, context: Any, content: bytes | None = None) -> RenderedFile:
        """Fill a template with a ``DocumentContext``; the same input gives the same bytes.

        ``content`` is a version of the template that staff put in force; without it the shipped file is used.

        Raises:
            NotFoundError: there is no such template.
            InputError: a field is missing, a chapter has no placeholder, a text names an unknown figure or target.
        """
        if not isinstance(context, DocumentContext):
            raise TypeError("render() takes a DocumentContext")
        return render(content or self.shipped_template(template), template, context, self.page_numbers)

    def check(self, content: bytes, manifest: dict[str, Any], statement: str, number: str) -> CheckReport:
        """Compare an edited file with what was generated.

        Figures are found by tag and, where an editor dropped it, by title; each occurrence that reads differently or is gone
        counts. Moved figures are fine. A heading counts as present when its bookmark or its text is there.

        Raises:
            InputError: the file is no readable Word document or is suspiciously large.
        """
        return check(content, manifest, statement, number)

    def accept(self, content: bytes, number: str) -> None:
        """Refuse what is no plain Word document of this engagement.

        Raises:
            InputError: no readable .docx, a file with macros or a template, or a paper of another engagement.
        """
        accept(content, number)

    def paragraphs(self, content: bytes) -> list[PaperParagraph]:
        """The text in reading order, for comparing two versions.

        Raises:
            InputError: the file is no readable Word document.
        """
        return paragraphs(content)

    def text_places(self, content: bytes) -> dict[str, str]:
        """Under which heading each own text block stands, by its key.

        Raises:
            InputError: the file is no readable Word document.
        """
        return text_places(content)

    def issue(self, content: bytes, fields: dict[str, str]) -> bytes:
        """The same file with version, date and resolution replaced and one row more in the version table.

        Raises:
            InputError: the file cannot be read, or a field or the version table is missing in it.
        """
        return issue(content, fields)

    def refresh(self, content: bytes, old: dict[str, Any], fresh: RenderedFile) -> tuple[bytes, list[str], list[str]]:
        """Bring figures, charts and untouched own text blocks up to date: (bytes, refreshed labels, labels left as edited).

        Raises:
            InputError: the file cannot be read.
        """
        return refresh(content, old, fresh)

    def shipped_template(self, name: str) -> bytes:
        """The template that the program brings.

        Raises:
            NotFoundError: there is no such template.
        """
        return template_path(self.templates_folder, name).read_bytes()

    def check_template(self, name: str, content: bytes | None = None) -> list[str]:
        """Findings in a template, in German.

        Args:
            name: a file, or a name such as ``shared/protokoll.docx``; its last part says which document it is.
            content: bytes of an edited version; without them the file itself is read.

        Raises:
            NotFoundError: there is no such file.
        """
        if content is None:
            file = Path(name)
            content = file.read_bytes() if file.is_file() else self.shipped_template(name)
        return check_template(Path(name).name, content)
