"""What a comparison consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise

from shared.library.comparison.words import Segment

What = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Detail:
    """One text that changed; ``label`` says which, ``language`` and ``direction`` are those of the text."""

    label: str | Promise
    segments: tuple[Segment, ...] = ()
    language: str = ""
    direction: str = "ltr"


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed at one place.

    ``comparable`` is said of a survey's questions only: whether its answers may stand beside earlier ones.
    """

    what: What
    label: str | Promise
    sentence: str | Promise
    details: tuple[Detail, ...] = ()
    comparable: bool | None = None


@dataclass(frozen=True, slots=True)
class Differences:
    """The whole comparison.

    For surveys ``comparable`` and ``not_comparable`` count the questions of both versions whose answers may (not)
    stand side by side.
    """

    items: tuple[Difference, ...]
    summary: str = ""
    is_survey: bool = False
    comparable: int = 0
    not_comparable: tuple[str, ...] = field(default_factory=tuple)
