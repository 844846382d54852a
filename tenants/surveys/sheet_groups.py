"""The sheets of one wave and version within a period: counted once, and again only when one came or went.

A half-year holds several waves, most of them over: who counts all sheets anew for one that came counts almost
everything for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection

from kisi.core.kept import Kept
from kisi.core.periods import Period

MOST_GROUPS: Final = 4_000
"""How many groups' numbers one process keeps: a few kB each, enough for some waves in each of 500 municipalities."""


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """Sheets with answers to one version in one wave; ``mark`` changes with every sheet that comes or goes.

    Sheets are accepted or taken back, never changed: their random numbers stand for all that is on them.
    """

    wave: int
    version: int
    perspective: str
    sheets: int
    mark: int


_GROUPS: Final = """
SELECT r.wave_id, r.version_id, w.perspective, count(*), bit_xor(uuid_hash_extended(r.id, 0))
  FROM surveys_response r JOIN surveys_wave w ON w.id = r.wave_id
 WHERE r.week BETWEEN %s AND %s
 GROUP BY r.wave_id, r.version_id, w.perspective
 ORDER BY r.wave_id, r.version_id
"""


def sheet_groups(period: Period) -> list[SheetGroup]:
    """The groups of a period, in a fixed order."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, [period.first_day, period.last_day])
        return [SheetGroup(*row) for row in cursor.fetchall()]


def counted_once[T](
    kept: Kept[T], groups: Mapping[SheetGroup, Hashable], count: Callable[[list[SheetGroup]], Mapping[SheetGroup, T]]
) -> dict[SheetGroup, T]:
    """What ``count`` says of every group; it is asked only for those whose numbers are not kept.

    ``groups`` says beside each group what else its numbers depend on. It must have been read in the transaction in
    which ``count`` counts: only within one snapshot does a group's mark stand for the sheets that are counted.
    """
    found = {group: kept.find((group, more)) for group, more in groups.items()}
    missing = [group for group, value in found.items() if value is None]
    fresh = count(missing) if missing else {}
    for group in missing:
        kept.keep((group, groups[group]), fresh[group])
    return {group: fresh[group] if value is None else value for group, value in found.items()}
