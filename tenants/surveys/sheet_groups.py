"""The sheets of one wave and version within a period: counted once, and again only when one came or went.

A half-year holds several waves, most of them over: who counts all sheets anew for one that came counts almost
everything for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from kisi.core.kept import Kept
from kisi.core.periods import Period

MOST_GROUPS: Final = 4_000
"""How many groups' numbers one process keeps: a few kB each, enough for some waves in each of 500 municipalities."""


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """Sheets with answers to one version in one wave; ``mark`` changes with every sheet that comes or goes.

    Sheets are accepted or taken back, never changed: their random numbers stand for all that is on them. The time of
    the version's last change stands beside its number because a town that was brought back from an archive may number
    anew. ``is_central``: the questionnaire came from a central template.
    """

    wave: int
    version: int
    version_changed_at: datetime
    is_central: bool
    perspective: str
    sheets: int
    mark: int


_GROUPS: Final = """
SELECT s.wave_id, s.version_id, v.changed_at, i.origin_key <> '', w.perspective, s.sheets, s.mark
  FROM (SELECT wave_id, version_id, count(*) AS sheets, bit_xor(uuid_hash_extended(id, 0)) AS mark
          FROM surveys_response
         WHERE week BETWEEN %s AND %s
         GROUP BY wave_id, version_id) s
  JOIN surveys_wave w ON w.id = s.wave_id
  JOIN instruments_instrumentversion v ON v.id = s.version_id
  JOIN instruments_instrument i ON i.id = v.instrument_id
 ORDER BY s.wave_id, s.version_id
"""


def sheet_groups(period: Period) -> list[SheetGroup]:
    """The groups of a period, in a fixed order."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, [period.first_day, period.last_day])
        return [SheetGroup(*row) for row in cursor.fetchall()]


def counted_once[T](
    kept: Kept[T], groups: Iterable[SheetGroup], count: Callable[[list[SheetGroup]], Mapping[SheetGroup, T]]
) -> dict[SheetGroup, T]:
    """What ``count`` says of every group; it is asked only for those whose numbers are not kept.

    The groups must have been read in the transaction in which ``count`` counts: only within one snapshot does a
    group's mark stand for the sheets that are counted.
    """
    found = {group: kept.find(group) for group in groups}
    missing = [group for group, value in found.items() if value is None]
    fresh = count(missing) if missing else {}
    for group in missing:
        kept.keep(group, fresh[group])
    return {group: fresh[group] if value is None else value for group, value in found.items()}
