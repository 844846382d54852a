"""Sheets by what people said of themselves: sex and age bracket, both voluntary; small numbers stay secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.db.models import TextChoices

from kisi.core.vocabulary import AgeBracket, Sex
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.checking import definition_of
from tenants.surveys.models import Wave
from tenants.surveys.queries import Return

GROUPS: Final[Mapping[str, type[TextChoices]]] = {"sex": Sex, "age_bracket": AgeBracket}
"""Codes of the demographic questions, which are the kinds of targets too."""
UNKNOWN: Final = "na"
"""The value of both for „keine Angabe“; sheets without an answer count there too."""
ByGroup = Mapping[str, Mapping[str, int]]
"""Kind of group → value → sheets."""


def wished_values(kind: str) -> list[Any]:
    """The values a number may be wished for: nobody aims at people who do not say."""
    return [value for value in GROUPS[kind] if value.value != UNKNOWN]


def asked_groups(version: InstrumentVersion) -> list[str]:
    """The kinds of groups a questionnaire asks for."""
    asked = {question.demographic for question in definition_of(version).asked}
    return [kind for kind in GROUPS if kind in asked]


def returned_by_group(wave: Wave, back: Return) -> ByGroup:
    """What came back by group; kinds that the questionnaire does not ask for are missing."""
    found: dict[str, Counter[str]] = {}
    for kind in asked_groups(wave.version):
        found[kind] = Counter()
        for value, number in back.by_answer.get(kind, {}).items():
            found[kind][value if value in GROUPS[kind].values else UNKNOWN] += number
    return found


def shown_group(kind: str, counted: Mapping[str, int], smallest: int) -> dict[str, int | None]:
    """Value of a kind of group → sheets, in the vocabulary's order; None where the number is protected."""
    counts = {value: counted.get(value, 0) for value in GROUPS[kind].values}
    hidden = hidden_values(counts, smallest)
    return {value: None if value in hidden else number for value, number in counts.items()}


def hidden_values[K: (str, tuple[str, str])](counts: Mapping[K, int], smallest: int) -> frozenset[K]:
    """The groups whose number is not shown: those under ``smallest``, and others so that the total betrays none.

    Who reads the page knows how many sheets there are in all. ``smallest`` is ``SurveySettings.smallest_group``.
    """
    hidden = {value for value, number in counts.items() if 0 < number < smallest}
    while hidden and (len(hidden) == 1 or sum(counts[value] for value in hidden) < smallest):
        left = [value for value in counts if value not in hidden]
        if not left:
            break
        hidden.add(min(left, key=lambda value: (counts[value] == 0, counts[value], value)))
    return frozenset(hidden)
