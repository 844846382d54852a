"""Collectors: functions of the tenant apps that turn rows into numbers, and the check of what they return."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kisi.core.facts.declaring import Metric, MetricKind, dimension, metric
from kisi.core.periods import Period

LARGEST: Final = 10**15
"""No honest number is larger (an amount in cents)."""


class WrongObservation(ValueError):
    """A collector returned something its declaration does not know. The text names keys, never values of rows."""


@dataclass(frozen=True, slots=True, init=False)
class Observation:
    """One number: a metric, the cell it stands in (axis → value; none for the total) and what was counted."""

    metric: str
    numerator: int
    denominator: int | None
    cell: Mapping[str, str]

    def __init__(self, metric: str, numerator: int, denominator: int | None = None, /, **cell: str) -> None:
        object.__setattr__(self, "metric", metric)
        object.__setattr__(self, "numerator", numerator)
        object.__setattr__(self, "denominator", denominator)
        object.__setattr__(self, "cell", cell)


Collect = Callable[[Period, Any], Iterable[Observation]]
Look = Callable[[Period], Any]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the figures of the current town depend on in a period, as it is now.

    ``content`` is what the collector's app read and wants to see again when it counts; ``fingerprint`` stands for it,
    for the period and for the metrics' definitions: equal only as long as the figures are.
    """

    period: Period
    content: Any
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Collector:
    """A function with the metrics it reports, and another one that says, for less than counting, what they rest on."""

    key: str
    metrics: tuple[str, ...]
    run: Collect
    read: Look

    def look(self, period: Period) -> Basis:
        """What the figures of the current town would be counted from now."""
        content = self.read(period)
        parts = [repr(content), period.key, *(metric(key).digest for key in self.metrics)]
        return Basis(period, content, hashlib.sha256("|".join(parts).encode()).hexdigest()[:32])

    def count(self, basis: Basis) -> list[Observation]:
        """The figures of the current town; to be called in the snapshot in which the basis was read.

        Raises ``WrongObservation`` and whatever the app raises.
        """
        return _checked(self, self.run(basis.period, basis.content))


_collectors: dict[str, Collector] = {}


def collects(*keys: str, basis: Look) -> Callable[[Collect], Collect]:
    """Declare a collector for metrics that are declared already.

    ``basis`` reads what the figures depend on: its ``repr`` must differ whenever they may. The collector is given it.
    Raises ``ValueError`` when a metric has two collectors, ``LookupError`` for an unknown metric.
    """

    def register(function: Collect) -> Collect:
        name = f"{function.__module__.removesuffix('.facts')}.{function.__name__}"
        for key in keys:
            metric(key)
            other = next((one for one in _collectors.values() if key in one.metrics and one.key != name), None)
            if other:
                raise ValueError(f"{key!r} is collected by {other.key} and {name}")
        _collectors[name] = Collector(name, keys, function, basis)
        return function

    return register


def collectors() -> list[Collector]:
    """All collectors by their keys."""
    return [_collectors[key] for key in sorted(_collectors)]


def collector(key: str) -> Collector:
    """A collector by its key. Raises ``LookupError``."""
    try:
        return _collectors[key]
    except KeyError:
        raise LookupError(f"no collector is called {key!r}") from None


def cell_key(cell: Mapping[str, str]) -> str:
    """A cell as one text, the same whatever the order of its axes: ``perspective=residents|topic=work``."""
    return "|".join(f"{axis}={cell[axis]}" for axis in sorted(cell))


def cell_of(key: str) -> dict[str, str]:
    """The cell that ``cell_key`` wrote."""
    return dict(part.split("=", 1) for part in key.split("|")) if key else {}


def _checked(source: Collector, observations: Iterable[Observation]) -> list[Observation]:
    """The observations, if every one is as declared.

    Raises ``WrongObservation``.
    """
    found: dict[tuple[str, str], Observation] = {}
    for one in observations:
        _check_one(source, one)
        place = (one.metric, cell_key(one.cell))
        if place in found:
            raise WrongObservation(f"{one.metric}: the same cell twice ({_axes(one)})")
        found[place] = one
    rows = list(found.values())
    for key in source.metrics:
        _check_sums(metric(key), [one for one in rows if one.metric == key])
    return rows


def _axes(one: Observation) -> str:
    return " × ".join(sorted(one.cell)) or "total"


def _check_one(source: Collector, one: Observation) -> None:
    if one.metric not in source.metrics:
        raise WrongObservation(f"{source.key} reports a metric it did not declare")
    declared = metric(one.metric)
    if declared.breakdown_of(frozenset(one.cell)) is None:
        raise WrongObservation(f"{one.metric} has no breakdown by {_axes(one)}")
    for axis, value in one.cell.items():
        if not dimension(axis).knows(value):
            raise WrongObservation(f"{one.metric}: unknown value of {axis}")
    if not _is_number(one.numerator):
        raise WrongObservation(f"{one.metric}: the numerator is no number of things ({_axes(one)})")
    _check_denominator(declared, one)


def _check_denominator(declared: Metric, one: Observation) -> None:
    if declared.kind is not MetricKind.RATIO:
        if one.denominator is not None:
            raise WrongObservation(f"{one.metric} is no ratio, but has a denominator")
        return
    if not _is_number(one.denominator):
        raise WrongObservation(f"{one.metric}: the denominator is no number of things ({_axes(one)})")
    if one.denominator is not None and one.numerator > one.denominator:
        raise WrongObservation(f"{one.metric}: the numerator is no part of the denominator ({_axes(one)})")


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _check_sums(declared: Metric, rows: list[Observation]) -> None:
    """Disjoint breakdowns must agree with the total, where there is one. A missing cell is a zero."""
    if declared.breakdown_of(frozenset()) is None:
        return
    sums: dict[frozenset[str], list[int]] = defaultdict(lambda: [0, 0])
    for one in rows:
        sums[frozenset(one.cell)][0] += one.numerator
        sums[frozenset(one.cell)][1] += one.denominator or 0
    total = sums[frozenset()]
    for table in declared.breakdowns:
        if table.adds_up and sums[frozenset(table.dimensions)] != total:
            raise WrongObservation(f"{declared.key} by {' × '.join(table.dimensions)} does not add up to the total")
