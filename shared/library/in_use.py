"""How many municipalities use a template, and in which version: what they themselves reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shared.library.models import Template, TemplateVersion
from shared.library.vocabulary import IN_USE, VERSION_AXIS, version_name
from shared.metrics.spread import Spread, spread_of


@dataclass(frozen=True, slots=True)
class Use:
    """How many municipalities have a copy, and of which version; how many reported is said by ``spread``."""

    spread: Spread
    by_number: Mapping[int, int]

    @property
    def total(self) -> int:
        """All that use some version: each uses exactly one, the newest it has."""
        return sum(self.by_number.values())

    @property
    def missing(self) -> int:
        """How many municipalities have not reported yet."""
        return self.spread.expected - self.spread.reported


def use_of(template: Template, versions: Iterable[TemplateVersion]) -> Use:
    """The published ones of a template's versions with the municipalities that use them. Central realm."""
    spread = spread_of(IN_USE, VERSION_AXIS)
    numbers = [version.number for version in versions if version.published_at is not None]
    return Use(spread, {one: spread.towns.get(version_name(template.key, one), 0) for one in numbers})
