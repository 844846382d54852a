"""How sure a share is: the score interval of Wilson (1927), which stays within 0 and 1 for small numbers too."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

Z_95: Final = 1.959963984540054
"""The two-sided 95 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """``number`` of ``total``; ``low`` and ``high`` are the bounds of its 95 % interval. All shares from 0 to 1.

    ``value`` is their quotient, except in a weighted share (``computing.weighting``), where it is the weighted one.
    """

    number: int
    total: int
    value: float
    low: float
    high: float

    @property
    def percent(self) -> float:
        """The share in percent, unrounded."""
        return self.value * 100

    def apart_from(self, other: Share) -> bool:
        """Whether the two intervals have nothing in common."""
        return self.low > other.high or other.low > self.high


def share_of(number: int, total: int) -> Share | None:
    """The share with its interval; None of nobody. Raises ``ValueError`` for numbers that cannot be a share."""
    if not 0 <= number <= total:
        raise ValueError(f"{number} of {total} is no share")
    if total == 0:
        return None
    value = number / total
    return Share(number, total, value, *wilson(value, total))


def wilson(value: float, size: float) -> tuple[float, float]:
    """Lower and upper bound of the 95 % interval of a share seen in ``size`` answers (above 0; may be effective)."""
    square = Z_95**2
    middle = (value + square / (2 * size)) / (1 + square / size)
    reach = Z_95 / (1 + square / size) * sqrt(value * (1 - value) / size + square / (4 * size**2))
    # At the ends the formula is exact, the computer's numbers are not.
    low = 0.0 if value == 0 else max(0.0, middle - reach)
    high = 1.0 if value == 1 else min(1.0, middle + reach)
    return low, high
