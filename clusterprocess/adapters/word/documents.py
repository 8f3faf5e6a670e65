"""Word files for the use cases: made from templates, checked when they come back, issued, refreshed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from clusterprocess.adapters.word.contents import PageNumbers
from clusterprocess.adapters.word.rendering import render
from clusterprocess.adapters.word.templates import template_path
from clusterprocess.offerings.sections.blocks import DocumentContext
from clusterprocess.usecases.ports import RenderedFile


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

    def render(self, template: str, context: Any) -> RenderedFile:
        """Fill a template with a ``DocumentContext``; the same input gives the same bytes.

        Raises:
            NotFoundError: there is no such template.
            InputError: a field is missing, a chapter has no placeholder, a text names an unknown figure or target.
        """
        if not isinstance(context, DocumentContext):
            raise TypeError("render() takes a DocumentContext")
        content = template_path(self.templates_folder, template).read_bytes()
        return render(content, template, context, self.page_numbers)
