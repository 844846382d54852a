"""Metrics and the axes they are broken down by."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kisi.core.vocabulary import AgeBracket, Perspective, Sex, Topic

type Text = str | Promise


class MetricKind(models.TextChoices):
    """What is counted."""

    COUNT = "count", _("Anzahl")
    RATIO = "ratio", _("Anteil")
    AMOUNT = "amount", _("Betrag")


class Direction(models.TextChoices):
    """Whether a higher figure is a better one – only where the field agrees that it is."""

    MORE = "more", _("mehr ist besser")
    LESS = "less", _("weniger ist besser")
    NOT_JUDGED = "not_judged", _("wird nicht bewertet")


class Timing(models.TextChoices):
    """Whether the figures of two periods can be about the same rows.

    FLOW: every row is dated and counted in the one period its date lies in. STOCK: what is there at the end, or was
    ever there until then, so that most of it is counted again in the next period.
    """

    FLOW = "flow", _("im Zeitraum entstanden")
    STOCK = "stock", _("Bestand am Ende des Zeitraums")


@dataclass(frozen=True, slots=True)
class Dimension:
    """An axis with a closed list of values (value → what people read), in the order they are shown.

    ``is_origin`` marks axes that come close to nationality: these are shown for the whole state only.
    ``pattern``: the values are names of central rows instead, and look like this; such an axis stands in no release.
    """

    key: str
    label: Text
    values: Mapping[str, Text]
    is_origin: bool = False
    pattern: str = ""

    def knows(self, value: str) -> bool:
        """Whether a cell may have this value."""
        return value in self.values or bool(self.pattern and re.fullmatch(self.pattern, value))


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table of a metric: the axes that are crossed; none means the total.

    ``adds_up``: the cells are disjoint and together are the total (a response has one channel, but may
    name several topics).
    """

    dimensions: tuple[str, ...] = ()
    adds_up: bool = True


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric (Kennzahl), declared in code; what is said here is shown to everybody who sees its figures.

    ``numerator`` and ``denominator`` say in words what is counted; a ratio's numerator is part of its
    denominator. Amounts are whole cents. ``minimum_denominator`` is the least denominator at which a
    ratio is shown or compared for one municipality. ``annex_no`` is the indicator's number in Annex VIII
    of Regulation (EU) 2021/1147 and ``code`` the short code of the reporting system, both empty for
    others. ``timing`` says whether releases of several periods must be protected against each other: whoever declares
    nothing is protected. ``version`` goes up when figures stop being comparable with earlier ones.
    """

    key: str
    name: Text
    unit: Text
    kind: MetricKind
    definition: Text
    numerator: Text
    denominator: Text = ""
    why_it_matters: Text
    direction: Direction = Direction.NOT_JUDGED
    timing: Timing = Timing.STOCK
    minimum_denominator: int = 30
    breakdowns: tuple[Breakdown, ...] = (Breakdown(),)
    version: int = 1
    source: Text
    authored_on: date
    checked_by: Text = ""
    checked_on: date | None = None
    review_on: date
    annex_no: str = ""
    code: str = ""
    _by_dimensions: dict[frozenset[str], Breakdown] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_dimensions.update({frozenset(table.dimensions): table for table in self.breakdowns})
        if len(self._by_dimensions) != len(self.breakdowns):
            raise ValueError(f"{self.key} has the same breakdown twice")
        if (self.kind is MetricKind.RATIO) != bool(self.denominator):
            raise ValueError(f"{self.key}: ratios, and only they, have a denominator")

    def breakdown_of(self, dimensions: frozenset[str]) -> Breakdown | None:
        """The declared breakdown by exactly these axes."""
        return self._by_dimensions.get(dimensions)

    def content(self) -> dict[str, Any]:
        """The whole definition in German as JSON, for its history and for the outside."""
        names = (
            "key name unit kind definition numerator denominator why_it_matters direction timing minimum_denominator"
            " version source checked_by annex_no code"
        ).split()
        with override("de"):
            content: dict[str, Any] = {
                name: value if isinstance(value := getattr(self, name), int) else str(value) for name in names
            }
        days = {name: getattr(self, name) for name in ("authored_on", "checked_on", "review_on")}
        content |= {name: day.isoformat() if day else None for name, day in days.items()}
        content["breakdowns"] = [{"by": list(b.dimensions), "adds_up": b.adds_up} for b in self.breakdowns]
        return content

    @cached_property
    def digest(self) -> str:
        """A short fingerprint of the whole definition: different as soon as a word of it is."""
        text = json.dumps(self.content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


_dimensions: dict[str, Dimension] = {}
_metrics: dict[str, Metric] = {}


def declare_dimension(declared: Dimension) -> Dimension:
    """Add an axis. Raises ``ValueError`` when another one has the same key."""
    known = _dimensions.setdefault(declared.key, declared)
    if known != declared:
        raise ValueError(f"two dimensions are called {declared.key!r}")
    return known


def declare_metric(*declared: Metric) -> None:
    """Add metrics; their axes must have been declared before.

    Raises ``ValueError`` when another one has the same key, ``LookupError`` for an unknown axis.
    """
    for one in declared:
        for table in one.breakdowns:
            for key in table.dimensions:
                dimension(key)
        if _metrics.setdefault(one.key, one) != one:
            raise ValueError(f"two metrics are called {one.key!r}")


def dimension(key: str) -> Dimension:
    """An axis by its key. Raises ``LookupError``."""
    try:
        return _dimensions[key]
    except KeyError:
        raise LookupError(f"no dimension is called {key!r}") from None


def metric(key: str) -> Metric:
    """A metric by its key. Raises ``LookupError``."""
    try:
        return _metrics[key]
    except KeyError:
        raise LookupError(f"no metric is called {key!r}") from None


def metrics() -> list[Metric]:
    """All declared metrics by their keys."""
    return [_metrics[key] for key in sorted(_metrics)]


def _values(choices: type[models.TextChoices]) -> dict[str, Text]:
    return {choice.value: choice.label for choice in choices}


for _declared in (
    Dimension("topic", _("Handlungsfeld"), _values(Topic)),
    Dimension("perspective", _("Perspektive"), _values(Perspective)),
    Dimension("sex", _("Geschlecht"), _values(Sex)),
    Dimension("age_bracket", _("Altersgruppe"), _values(AgeBracket)),
):
    declare_dimension(_declared)
