"""Differences between two surveys, as ``shared.instruments.comparison`` finds them."""

from __future__ import annotations

from typing import Any

from kisi.ui.languages import language_named
from shared.instruments.comparison import Change, Entry, compare
from shared.instruments.definition import from_stored, text_of
from shared.library.comparison.differences import Detail, Difference, Differences
from shared.library.comparison.words import marked


def survey_differences(old: dict[str, Any], new: dict[str, Any]) -> Differences:
    """What is different in the new survey, and which questions stay comparable with earlier waves."""
    after = from_stored(new)
    found = compare(from_stored(old), after)
    return Differences(
        items=tuple(_difference(entry) for entry in found.entries),
        summary=found.summary,
        is_survey=True,
        comparable=len(found.comparable),
        not_comparable=tuple(text_of(after.question(code).text, "de").text for code in found.not_comparable),
    )


def _difference(entry: Entry) -> Difference:
    details = tuple(_detail(change) for change in entry.changes)
    return Difference(entry.kind, entry.label, entry.sentence, details, entry.comparable)


def _detail(change: Change) -> Detail:
    language = language_named(change.language) if change.language else None
    return Detail(
        change.sentence,
        marked(change.before, change.after),
        language.code if language else "",
        language.direction if language else "ltr",
    )
