"""Two texts as one, with what was taken out and what was put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Operation = Literal["same", "deleted", "inserted"]
WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
MOST_PAIRS: Final = 4_000_000
"""Longer texts are shown as replaced as a whole: comparing them word by word would take seconds."""
FEWEST_ALIKE: Final = 0.35
"""Texts that have less in common are easier to read one after the other."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text and what happened to it."""

    operation: Operation
    text: str


def marked(before: str, after: str) -> tuple[Segment, ...]:
    """Both texts in one, word by word."""
    if before == after:
        return (Segment("same", after),) if after else ()
    old, new = WORDS.findall(before), WORDS.findall(after)
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return _replaced(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < FEWEST_ALIKE:
        return _replaced(before, after)
    return tuple(_segments(matcher, old, new))


def _replaced(before: str, after: str) -> tuple[Segment, ...]:
    both = (Segment("deleted", before), Segment("inserted", after))
    return tuple(segment for segment in both if segment.text)


def _segments(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Segment]:
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Segment("same", "".join(new[j1:j2]))
            continue
        if i2 > i1:
            yield Segment("deleted", "".join(old[i1:i2]))
        if j2 > j1:
            yield Segment("inserted", "".join(new[j1:j2]))
