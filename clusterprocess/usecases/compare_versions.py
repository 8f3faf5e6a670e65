"""What differs between two versions of a paper: paragraph by paragraph, and inside a paragraph word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from clusterprocess.domain.documents import DocumentVersion
from clusterprocess.usecases.ports import PaperParagraph, Work

ALIKE = 0.5
"""From this share of common words on, a paragraph counts as changed and not as taken out and written anew."""
MOST_PAIRS = 3_000
"""Larger replaced stretches are paired in order, so that comparing stays quick."""
_WORDS = re.compile(r"\s+|[^\s]+")


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a paragraph and whether they stand in both versions."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One paragraph that is new, gone or changed.

    Attributes:
        mark: SAME where the paragraph stands in both versions and words in it changed.
        stretches: its text in order; one stretch where the whole paragraph is new or gone.
        heading: the heading it stands under, as the newer version reads, or the older one where it is gone.
    """

    mark: Mark
    stretches: tuple[Stretch, ...]
    heading: str
    is_heading: bool = False
    is_row: bool = False


def differences(old: Sequence[PaperParagraph], new: Sequence[PaperParagraph]) -> list[Difference]:
    """Everything that differs, in reading order; paragraphs that only moved are told as gone and new."""
    above_old, above_new = _headings(old), _headings(new)
    found: list[Difference] = []
    matcher = SequenceMatcher(None, [p.text for p in old], [p.text for p in new], autojunk=False)
    for action, a, b, c, d in matcher.get_opcodes():
        if action == "equal":
            continue
        for left, right in _pairs(old[a:b], new[c:d]):
            if left is None and right is not None:
                place = above_new[c + right]
                found.append(_whole(Mark.ADDED, new[c + right], place))
            elif right is None and left is not None:
                found.append(_whole(Mark.REMOVED, old[a + left], above_old[a + left]))
            elif left is not None and right is not None:
                now = new[c + right]
                stretches = tuple(_words(old[a + left].text, now.text))
                found.append(Difference(Mark.SAME, stretches, above_new[c + right], bool(now.level), now.is_row))
    return found


def compare_versions(work: Work, old: DocumentVersion, new: DocumentVersion) -> list[Difference]:
    """What differs between two stored versions.

    Raises:
        InputError: one of them is no Word file.
    """
    read = work.services.documents.paragraphs
    return differences(read(work.files.get(old.sha256)), read(work.files.get(new.sha256)))


def _headings(paragraphs: Sequence[PaperParagraph]) -> list[str]:
    """For each paragraph the heading that it stands under; a heading stands under itself."""
    found: list[str] = []
    present = ""
    for paragraph in paragraphs:
        if paragraph.level:
            present = paragraph.text
        found.append(present)
    return found


def _whole(mark: Mark, paragraph: PaperParagraph, heading: str) -> Difference:
    return Difference(mark, (Stretch(mark, paragraph.text),), heading, bool(paragraph.level), paragraph.is_row)


def _pairs(old: Sequence[PaperParagraph], new: Sequence[PaperParagraph]) -> Iterator[tuple[int | None, int | None]]:
    """Which paragraph became which, in order; None where one has no counterpart."""
    if len(old) * len(new) > MOST_PAIRS:
        partners = {place: place for place in range(min(len(old), len(new)))}
    else:
        partners = _partners(old, new)
    reached = 0
    for right in range(len(new)):
        left = partners.get(right)
        if left is None:
            yield None, right
            continue
        yield from ((gone, None) for gone in range(reached, left))
        yield left, right
        reached = left + 1
    yield from ((gone, None) for gone in range(reached, len(old)))


def _partners(old: Sequence[PaperParagraph], new: Sequence[PaperParagraph]) -> dict[int, int]:
    """For each new paragraph the old one that it reads most like, without crossing."""
    partners: dict[int, int] = {}
    start = 0
    for right, paragraph in enumerate(new):
        shares = [(_likeness(old[left], paragraph), -left) for left in range(start, len(old))]
        best, place = max(shares, default=(0.0, 0))
        if best >= ALIKE:
            partners[right] = -place
            start = -place + 1
    return partners


def _likeness(one: PaperParagraph, other: PaperParagraph) -> float:
    if (bool(one.level), one.is_row) != (bool(other.level), other.is_row):
        return 0.0
    matcher = SequenceMatcher(None, one.text.split(), other.text.split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


def _words(old: str, new: str) -> Iterator[Stretch]:
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    for action, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if action == "equal":
            yield Stretch(Mark.SAME, "".join(left[a:b]))
            continue
        if a < b:
            yield Stretch(Mark.REMOVED, "".join(left[a:b]))
        if c < d:
            yield Stretch(Mark.ADDED, "".join(right[c:d]))
