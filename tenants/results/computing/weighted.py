"""Tallies in which sheets count by weight: made from the tallies of each cell, which themselves know no weights.

Weights differ by sex and age. An answer of few sheets would tell who gave it, if its weighted share stood beside
its count: so such answers are left out, and all weighted numbers are whole percents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tenants.results.computing.intervals import Share, wilson
from tenants.results.computing.tallies import Tally, WaveTally
from tenants.results.computing.weighting import Cell, Weighting

MEASURES: Final = frozenset({"sex", "age_bracket"})
"""What is weighted by is not weighted itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedTally(Tally):
    """A tally whose shares are weighted; its counts stay sheets.

    ``weights``: answer → sum of weights, ``speaking`` the sum for sheets that speak for what is measured, ``weight``
    and ``squares`` the sums over all who answered. It is for people of the town to look at: publishing refuses it,
    reports and figures for the state are made without it.
    """

    weights: Mapping[str, float]
    speaking: float
    weight: float
    squares: float
    smallest: int

    @property
    def effective(self) -> float:
        """How many equal sheets those who answered are worth (Kish 1965)."""
        return self.weight**2 / self.squares if self.squares else 0.0

    @property
    def hidden_answers(self) -> frozenset[str]:
        """Answers of fewer than ``smallest`` sheets; one more where they could be found from all others."""
        given = sorted((number, value) for value, number in self.counts.items() if number)
        if self.question.type == "multi":
            return frozenset(value for number, value in given if not self._is_safe(number))
        hidden = [one for one in given if one[0] < self.smallest]
        if 0 < sum(number for number, _value in hidden) < self.smallest:
            hidden = given[: len(hidden) + 1]
        return frozenset(value for _number, value in hidden)

    def share(self, value: str) -> Share | None:
        """The weighted share of an answer; None where nobody answered or too few gave it."""
        return None if value in self.hidden_answers else self.share_of_any((value,))

    def share_of_any(self, values: Iterable[str]) -> Share | None:
        """The weighted share of several answers of which a sheet has at most one; None as for ``share``."""
        wanted = set(values)
        number = sum(self.counts.get(value, 0) for value in wanted)
        return self._share_of(wanted, number, sum(self.weights.get(value, 0.0) for value in wanted))

    @property
    def speaking_for(self) -> Share | None:
        """As for a plain tally, weighted; None as for ``share``."""
        measures = self.question.measures
        return self._share_of(set(measures.positive) if measures else set(), self.positive, self.speaking)

    def _share_of(self, wanted: set[str], number: int, weight: float) -> Share | None:
        """The share of ``number`` sheets with one of the ``wanted`` answers, worth ``weight``."""
        hidden = self.hidden_answers
        inside = sum(self.counts[value] for value in hidden & wanted)
        outside = sum(self.counts[value] for value in hidden - wanted)
        parts = (number, self.answered - number, inside, 0 if self.question.type == "multi" else outside)
        if not self.answered or any(0 < part < self.smallest for part in parts):
            return None
        # Summed in two orders "all of them" need not be exactly one.
        value = min(weight / self.weight, 1.0)
        low, high = wilson(value, self.effective)
        return Share(number, self.answered, round(value, 2), round(low, 2), round(high, 2))

    def _is_safe(self, number: int) -> bool:
        return number >= self.smallest and not 0 < self.answered - number < self.smallest


def weighted_wave(parts: Mapping[Cell, WaveTally], by: Weighting, smallest: int) -> WaveTally:
    """The tallies of all cells (none empty) as one, weighted; answers of fewer than ``smallest`` sheets stay out."""
    codes = next(iter(parts.values())).tallies
    tallies = {}
    for code in codes:
        pairs = [(by.weight(cell), one.tallies[code]) for cell, one in parts.items()]
        plain = _together([one for _weight, one in pairs])
        tallies[code] = plain if code in MEASURES else _weighted(plain, pairs, smallest)
    return WaveTally(sum(one.sheets for one in parts.values()), tallies)


def _together(tallies: list[Tally]) -> Tally:
    counts = Counter[str]()
    for one in tallies:
        counts.update(one.counts)
    shown, hidden = sum(one.shown for one in tallies), sum(one.hidden for one in tallies)
    answered, dont_know = sum(one.answered for one in tallies), sum(one.dont_know for one in tallies)
    positive = sum(one.positive for one in tallies)
    return Tally(tallies[0].question, shown, hidden, answered, dont_know, dict(counts), positive)


def _weighted(one: Tally, pairs: list[tuple[float, Tally]], smallest: int) -> WeightedTally:
    weights: dict[str, float] = {}
    for weight, part in pairs:
        for value, number in part.counts.items():
            weights[value] = weights.get(value, 0.0) + weight * number
    total = sum(weight * part.answered for weight, part in pairs)
    squares = sum(weight**2 * part.answered for weight, part in pairs)
    speaking = sum(weight * part.positive for weight, part in pairs)
    plain = (one.question, one.shown, one.hidden, one.answered, one.dont_know, one.counts, one.positive)
    return WeightedTally(*plain, weights=weights, speaking=speaking, weight=total, squares=squares, smallest=smallest)
