"""The template of the memorandum in German and English, read from ``memorandum.toml`` beside this file.

The wording is the agency's own; it informs and is no legal advice (ruling 12). Staff change it as data.
"""

from __future__ import annotations

import tomllib
from datetime import date

from pydantic import BaseModel, ConfigDict

from clusterprocess.catalogues.reading import versioned


class Entry(BaseModel):
    """Base of typed entries: unknown keys fail at loading, not in a report."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Frame(Entry):
    """Title, parties and signature line in one language."""

    title: str
    parties: str
    signatures: str


class Article(Entry):
    """One article in both languages."""

    de: str
    de_text: str
    en: str
    en_text: str


class MemorandumTemplate(Entry):
    """The whole template."""

    version: str
    valid_from: date
    published_on: date
    source: str
    mark: str
    status: str
    de: Frame
    en: Frame
    articles: tuple[Article, ...]


@versioned("memorandum.toml")
def memorandum(text: str) -> MemorandumTemplate:
    """The template that holds here and now."""
    return MemorandumTemplate.model_validate(tomllib.loads(text))
