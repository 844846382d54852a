"""Metrics that exist in these tests only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kisi.core.facts import (
    Breakdown,
    Dimension,
    Metric,
    MetricKind,
    collecting,
    declare_dimension,
    declare_metric,
    declaring,
)


@pytest.fixture(autouse=True, scope="package")
def declared() -> Iterator[None]:
    """A count like survey responses, a ratio, an amount; forgotten afterwards."""
    before = (dict(declaring._dimensions), dict(declaring._metrics), dict(collecting._collectors))
    words = dict.fromkeys(("name", "unit", "definition", "numerator", "why_it_matters", "source"), "Wort")
    days = {"authored_on": date(2026, 1, 1), "review_on": date(2027, 1, 1)}
    declare_dimension(Dimension("tongue", "Sprache", {f"t{n}": f"S{n}" for n in range(8)}, is_origin=True))
    declare_metric(
        Metric(
            key="t.answers",
            kind=MetricKind.COUNT,
            breakdowns=(
                Breakdown(),
                Breakdown(("perspective",)),
                Breakdown(("tongue",)),
                Breakdown(("sex",)),
                Breakdown(("sex", "age_bracket")),
            ),
            **words,
            **days,
        ),  # type: ignore[arg-type]
        Metric(
            key="t.need",
            kind=MetricKind.RATIO,
            denominator="alle",
            breakdowns=(Breakdown(("topic", "perspective")),),
            **words,
            **days,
        ),  # type: ignore[arg-type]
        Metric(key="t.money", kind=MetricKind.AMOUNT, **words, **days),  # type: ignore[arg-type]
    )
    yield
    for known, kept in zip((declaring._dimensions, declaring._metrics, collecting._collectors), before, strict=True):
        known.clear()
        known.update(kept)  # type: ignore[arg-type]
