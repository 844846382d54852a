"""Two versions of a template side by side: their heads and their contents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from kisi.core.vocabulary import Topic
from shared.library.comparison.differences import Detail, Difference, Differences
from shared.library.comparison.parts import difference, part_differences
from shared.library.comparison.surveys import survey_differences
from shared.library.comparison.words import marked
from shared.library.shapes import SHAPES
from shared.library.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Worded:
    """What is compared; copies in towns have neither summary nor topic (None: not compared)."""

    title: str
    content: dict[str, Any]
    summary: str | None = None
    topic: str | None = None


def compare_versions(kind: str, old: Worded, new: Worded) -> Differences:
    """What is different in ``new``."""
    head = tuple(_head(old, new))
    if kind == Kind.SURVEY:
        survey = survey_differences(old.content, new.content)
        return replace(survey, items=head + survey.items)
    return Differences(head + tuple(part_differences(SHAPES[kind], old.content, new.content)))


def _head(old: Worded, new: Worded) -> Iterator[Difference]:
    pairs = [
        (_("Titel"), old.title, new.title),
        (_("Kurz gesagt"), old.summary, new.summary),
        (_("Handlungsfeld"), _topic(old.topic), _topic(new.topic)),
    ]
    for label, before, after in pairs:
        if before is not None and after is not None and before != after:
            yield difference("changed", label, [Detail("", marked(before, after))])


def _topic(value: str | None) -> str | None:
    return str(Topic(value).label) if value else value
