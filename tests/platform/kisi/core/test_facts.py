"""The registry of metrics: what is declared once, and what a collector may return."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kisi.core.facts import (
    Basis,
    Breakdown,
    Collector,
    Metric,
    MetricKind,
    Observation,
    WrongObservation,
    cell_key,
    cell_of,
    declare_metric,
    metrics,
)
from kisi.core.facts import declaring as registry_of_metrics
from kisi.core.periods import period_of

O = Observation  # noqa: E741 (many lines of them)


def declared(key: str, kind: MetricKind, *tables: Breakdown) -> Metric:
    """A metric with these breakdowns."""
    words = dict.fromkeys(("name", "unit", "definition", "numerator", "why_it_matters", "source"), "Wort")
    more = {"denominator": "Nenner"} if kind is MetricKind.RATIO else {}
    days = {"authored_on": date(2026, 1, 1), "review_on": date(2027, 1, 1)}
    return Metric(key=key, kind=kind, breakdowns=tables or (Breakdown(),), **words, **more, **days)  # type: ignore[arg-type]


TABLES = (Breakdown(), Breakdown(("perspective",)), Breakdown(("topic",), adds_up=False))


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Observation]]:
    """Checks observations of one collector with a count, a ratio and an amount."""
    known = {
        one.key: one
        for one in (
            declared("t.count", MetricKind.COUNT, *TABLES),
            declared("t.ratio", MetricKind.RATIO, Breakdown(("topic", "perspective"))),
            declared("t.amount", MetricKind.AMOUNT),
        )
    }
    monkeypatch.setattr(registry_of_metrics, "_metrics", known)
    source = Collector("t", tuple(known), run=lambda _period, given: given, read=lambda _period: ())
    return lambda *observations: source.count(Basis(period_of("2026-H2"), observations, ""))


def test_what_is_as_declared_passes(check: Callable[..., Any]) -> None:
    """Disjoint cells add up to the total, others need not."""
    rows = [
        O("t.count", 5), O("t.count", 3, perspective="residents"), O("t.count", 2, perspective="administration"),
        O("t.count", 4, topic="work"), O("t.count", 4, topic="housing"),
        O("t.ratio", 2, 7, topic="work", perspective="residents"), O("t.amount", 12_50),
    ]  # fmt: skip
    assert check(*rows) == rows
    assert check() == []


WRONG: dict[str, tuple[Observation, ...]] = {
    "unknown metric": (O("t.other", 1),),
    "unknown axis": (O("t.count", 1, sex="w"),),
    "unknown value": (O("t.amount", 1), O("t.ratio", 1, 2, topic="work", perspective="Kim Beispiel")),
    "text": (O("t.amount", "7"),),  # type: ignore[arg-type]
    "truth": (O("t.amount", True),),  # noqa: FBT003 (that is the case)
    "fraction": (O("t.amount", 1.5),),  # type: ignore[arg-type]
    "negative": (O("t.amount", -1),),
    "huge": (O("t.amount", 10**16),),
    "ratio without denominator": (O("t.ratio", 1, topic="work", perspective="residents"),),
    "ratio above one": (O("t.ratio", 3, 2, topic="work", perspective="residents"),),
    "count with denominator": (O("t.amount", 1, 2),),
    "twice": (O("t.amount", 1), O("t.amount", 1)),
    "does not add up": (O("t.count", 5), O("t.count", 3, perspective="residents")),
    "parts without total": (O("t.count", 3, perspective="residents"),),
}


@pytest.mark.parametrize("case", WRONG)
def test_everything_else_is_refused_without_repeating_values(check: Callable[..., Any], case: str) -> None:
    """The message goes into logs and pages: it names keys only."""
    with pytest.raises(WrongObservation) as refused:
        check(*WRONG[case])
    assert "Kim" not in str(refused.value)


def test_cells_have_one_name() -> None:
    """Whatever the order of the axes."""
    assert cell_key({"topic": "work", "perspective": "residents"}) == "perspective=residents|topic=work"
    assert cell_of("perspective=residents|topic=work") == {"perspective": "residents", "topic": "work"}
    assert (cell_key({}), cell_of("")) == ("", {})


def test_ratios_and_only_they_have_a_denominator() -> None:
    """A slip in a declaration is found when it is loaded."""
    with pytest.raises(ValueError, match="denominator"):
        dataclasses.replace(declared("t.x", MetricKind.COUNT), denominator="Nenner", _by_dimensions={})


def test_a_metric_is_declared_once() -> None:
    """Two of one name, or an axis that nobody declared."""
    with pytest.raises(ValueError, match=r"accounts\.active"):
        declare_metric(declared("accounts.active", MetricKind.COUNT))
    with pytest.raises(LookupError, match="shoe_size"):
        declare_metric(declared("t.x", MetricKind.COUNT, Breakdown(("shoe_size",))))


def test_every_metric_explains_itself() -> None:
    """Definition, reason and a date of review that is not past its year."""
    for one in metrics():
        content = one.content()
        assert all(content[name] for name in ("name", "unit", "definition", "numerator", "why_it_matters", "source"))
        assert one.review_on > one.authored_on
