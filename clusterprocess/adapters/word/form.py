"""Offline forms as .docx for the use cases: written, recognised, read back."""

from __future__ import annotations

from clusterprocess.adapters.word.form_reader import read_form, read_stamp
from clusterprocess.adapters.word.form_writer import write_form
from clusterprocess.adapters.word.package import read_parts
from clusterprocess.domain.errors import InputError
from clusterprocess.offerings.form_answers import Reading
from clusterprocess.offerings.form_stamp import Stamp
from clusterprocess.offerings.forms import FormSpec


class WordForms:
    """The port ``FormFiles`` for Word files of one or two pages."""

    kind = "docx"

    def claims(self, content: bytes) -> bool:
        """Whether the bytes are a Word file."""
        try:
            read_parts(content)
        except InputError:
            return False
        return True

    def write(self, spec: FormSpec) -> bytes:
        """The Word file of a form; the same form gives the same bytes."""
        return write_form(spec)

    def stamp(self, content: bytes) -> Stamp:
        """The stamp of a Word file.

        Raises:
            InputError: it is no form of this program.
        """
        return read_stamp(content)

    def read(self, content: bytes, spec: FormSpec) -> Reading:
        """Fields, places and changed labels.

        Raises:
            InputError: the file cannot be read.
        """
        return read_form(content, spec)
