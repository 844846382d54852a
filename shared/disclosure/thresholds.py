"""The numbers in the rules. A release keeps the ones it was made with and shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Rules SDC-1. Amounts are in cents, widths are the number of values a cell could have, less one."""

    base: int = 5
    """Counts are multiples of this."""
    fallback_base: int = 10
    """Multiples of this where the first base cannot be made safe."""
    amount_base: int = 10_000
    """Amounts are multiples of this."""
    ratio_municipality: int = 30
    """Least denominator of a ratio in one municipality (a metric may ask for more)."""
    ratio_area: int = 20
    """Least denominator in a district and in the whole state."""
    district_municipalities: int = 2
    """A district is shown when so many of its municipalities contribute."""
    survey_respondents: int = 10
    survey_municipalities: int = 3
    """Survey figures of a district or the state need so many respondents and municipalities."""
    amount_municipalities: int = 3
    dominance_percent: int = 10
    """p % rule: what others contribute must leave the largest contribution uncertain by so many per cent."""
    amif_municipalities: int = 3
    """Exact AMIF totals about persons exist only when so many municipalities contribute."""
    amif_insiders: int = 10
    """From so many contributing municipalities on, each of them may know the exact AMIF totals of the state."""
    insider_pairs: int = 10
    """From so many contributing municipalities on, any two of them may put together what they know; among fewer,
    only those of one district: two of three know nearly everything."""
    editions_at_once: int = 2
    """So many earlier releases of the period are read at once with the new one, older ones each on its own."""
    benchmark_municipalities: int = 10
    """A band over all municipalities needs so many that show a value."""
    benchmark_group: int = 5
    """A band over a peer group needs so many; less than over all, because the values are rounded."""
    outsider_width: int = 4
    insider_width: int = 2
    coalition_width: int = 2
    """For all contributing municipalities but one, who put together what they know: none knows the last one better,
    and so no smaller coalition knows anybody better. Without the exact AMIF totals, from which the rest is taken away.
    """

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for rules that protect nothing."""
        if self.base < 3 or self.fallback_base <= self.base or self.amount_base < 3:
            raise ValueError("a rounding base is too small")
        if (
            self.outsider_width >= self.base
            or min(self.insider_width, self.coalition_width) < 1
            or min(self.district_municipalities, self.amif_municipalities) < 2
        ):
            raise ValueError("these thresholds protect nothing or can never be kept")
        if self.benchmark_group < 3 or self.benchmark_municipalities < self.benchmark_group:
            raise ValueError("a band over so few municipalities would tell their values")

    def as_json(self) -> dict[str, int]:
        """For the row of a release."""
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """The thresholds of a stored release."""
        return cls(**stored)
