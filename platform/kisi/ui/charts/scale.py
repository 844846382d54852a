"""Scales: from values to places in a picture, with round ticks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)
SMALLEST_SPAN = 1e-6
"""Values that differ by less are drawn as equal."""


def round_step(span: float, count: int) -> float:
    """The round distance between ticks that cuts `span` into at most about `count` parts."""
    rough = span / max(count, 1)
    power = 10.0 ** floor(log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * 0.999999)


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` on places from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(values: Sequence[float], count: int, *, whole: bool) -> list[float]:
    """Round ticks from zero (or below) to above the largest value; `whole` keeps them integers."""
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    if high - low < SMALLEST_SPAN:
        low, high = 0.0, 1.0
    step = round_step(high - low, count)
    if whole:
        step = max(1.0, float(ceil(step)))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(position * step, 10) for position in range(first, last + 1)]
