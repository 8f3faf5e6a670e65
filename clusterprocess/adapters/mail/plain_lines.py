"""Plain lines of a mail: values on one line, paragraphs wrapped to the width mail programs show."""

from __future__ import annotations

import re
import textwrap
import unicodedata

WIDTH = 76
"""Longest line of a plain text body in characters; RFC 5322 section 2.1.1 recommends at most 78."""

_NOT_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff\u200b")


def one_line(value: str) -> str:
    """A value on one line: no line breaks, control characters, lone surrogates or marks that turn or hide text.

    A name can therefore neither begin a mail header nor put a paragraph of its own into a mail.
    """
    kept = (
        " " if c.isspace() or unicodedata.category(c) in _NOT_TEXT else "" if c in _TURNS_TEXT else c for c in value
    )
    return re.sub(r" {2,}", " ", "".join(kept)).strip()


def wrapped(text: str) -> str:
    """Wrap every line of a text on its own; list items keep their indent, web addresses stay whole."""
    lines = [_wrap(line) for line in text.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _wrap(line: str) -> str:
    indent = "  " if line.startswith("- ") else ""
    return textwrap.fill(
        line.rstrip(),
        WIDTH,
        subsequent_indent=indent,
        break_long_words="://" not in line,
        break_on_hyphens=False,
    )
