"""One metric's cells in one release, to be read together with the same cells in other releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from shared.disclosure.adversary import Published
from shared.disclosure.structure import Structure

GROWTH_WIDTH: Final = 1
"""That something grew may be seen; by how much exactly, may not."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The same cells in one release: how they hang together and what was published.

    ``exact`` are the totals of this release that the reporting role knows exactly (AMIF).
    """

    structure: Structure
    published: Mapping[int, Published]
    exact: Mapping[int, int] = field(default_factory=dict)

    def says_the_same_as(self, other: Edition) -> bool:
        """Whether nothing at all differs: then one of them tells nothing that the other does not."""
        mine, others = self.structure, other.structure
        same = (mine.keys, mine.values, self.published) == (others.keys, others.values, other.published)
        return same and self.exact == other.exact

    def towns(self) -> frozenset[str]:
        """Whose numbers these are."""
        return frozenset().union(*self.structure.towns_of)
