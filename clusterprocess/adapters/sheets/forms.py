"""Offline forms as .xlsx for the use cases: written, recognised, read back."""

from __future__ import annotations

from clusterprocess.adapters.sheets.form_reader import is_workbook, read_form, read_stamp
from clusterprocess.adapters.sheets.form_writer import write_form
from clusterprocess.offerings.form_answers import Reading
from clusterprocess.offerings.form_stamp import Stamp
from clusterprocess.offerings.forms import FormSpec


class SheetForms:
    """The port ``FormFiles`` for workbooks."""

    kind = "xlsx"

    def claims(self, content: bytes) -> bool:
        """Whether the bytes are a workbook."""
        return is_workbook(content)

    def write(self, spec: FormSpec) -> bytes:
        """The workbook of a form; the same form gives the same bytes."""
        return write_form(spec)

    def stamp(self, content: bytes) -> Stamp:
        """The stamp of a workbook.

        Raises:
            InputError: it is no form of this program.
        """
        return read_stamp(content)

    def read(self, content: bytes, spec: FormSpec) -> Reading:
        """Cells, places and changed labels.

        Raises:
            InputError: the workbook cannot be read.
        """
        return read_form(content, spec)
