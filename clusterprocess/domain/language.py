"""Bilingual texts: German first, English where an offering asks for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text that people read, declared where its thing is declared.

    Attributes:
        de: German wording (Sie-form where it addresses somebody).
        en: English wording, or None where only German is needed.
    """

    de: str
    en: str | None = None

    def __str__(self) -> str:
        return self.de
