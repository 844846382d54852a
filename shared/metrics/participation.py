"""How far the municipalities are with their surveys: operation, not content.

What the disclosure rules (SDC-1) leave for a row with a municipality's name: counts of waves and what it wished for,
which are plans and no people, are shown as they were collected. The number of sheets is about people: it is never
read from what was collected, only from the last release, where it is rounded – whatever is worked out from
released numbers tells nothing that the release does not tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.core.facts import cell_key, collectors
from kisi.core.periods import Period
from kisi.ui.tables import Column, Status, Table
from shared.metrics.collection.running import reporting_towns
from shared.metrics.models import Contribution, FillState, Release, ReleasedFigure
from shared.metrics.queries import newest_release
from shared.metrics.vocabulary import (
    SHEETS,
    WAVE_ENDED,
    WAVE_OPEN,
    WAVE_STATE,
    WAVES,
    WISHED_FOR,
    FigureLevel,
    FillStatus,
    SheetsReturned,
)

KINDS: Final = {
    SheetsReturned.MISSING: "warn",
    SheetsReturned.FEW: "warn",
    SheetsReturned.QUARTER: "warn",
    SheetsReturned.HALF: "info",
    SheetsReturned.MOST: "info",
    SheetsReturned.REACHED: "ok",
}


@dataclass(frozen=True, slots=True)
class TownRow:
    """One municipality; ``open_waves`` and ``ended_waves`` are None where nothing was collected yet: never zero."""

    ags: str
    name: str
    open_waves: int | None
    ended_waves: int | None
    returned: SheetsReturned
    collected_at: datetime | None

    @property
    def status(self) -> Status:
        """The return as it is drawn."""
        return Status(self.returned.label, KINDS.get(self.returned, ""))  # type: ignore[arg-type]

    @property
    def step(self) -> int:
        """To sort by: from nothing known to reached."""
        return list(SheetsReturned).index(self.returned)

    @property
    def open_order(self) -> int:
        """To sort by; what is not known stands before zero."""
        return -1 if self.open_waves is None else self.open_waves

    @property
    def ended_order(self) -> int:
        """To sort by."""
        return -1 if self.ended_waves is None else self.ended_waves


TOWNS: Final = Table(
    key="beteiligung",
    caption=_("Beteiligung und Rücklauf nach Kommune"),
    default_order="name",
    columns=(
        Column(key="name", label=_("Kommune"), order_by=("name",)),
        Column(key="ags", label=_("AGS"), order_by=("ags",)),
        Column(key="open_waves", label=_("Offene Wellen"), number=True, order_by=("open_order", "name")),
        Column(key="ended_waves", label=_("Beendete Wellen"), number=True, order_by=("ended_order", "name")),
        Column(key="status", label=_("Rücklauf"), order_by=("step", "name")),
        Column(key="collected_at", label=_("Zuletzt erhoben")),
    ),
    empty_title=_("Noch keine Kommune dabei"),
)


def town_rows(period: Period) -> list[TownRow]:
    """Every reporting municipality. Central realm."""
    collected = _collected_at(period)
    plans = _plans(period)
    release = newest_release(period.key)
    sheets = _released_sheets(release)
    absent = {one["ags"] for one in release.missing} - set(sheets) if release else set()
    rows = []
    for town in reporting_towns():
        known = town.schema in collected
        open_waves, ended_waves, wished = (plans.get((town.schema, *part), 0) for part in _PARTS)
        rows.append(
            TownRow(
                ags=town.ags,
                name=town.name,
                open_waves=open_waves if known else None,
                ended_waves=ended_waves if known else None,
                returned=SheetsReturned.MISSING
                if town.ags in absent
                else returned_of(sheets.get(town.ags), wished, has_release=release is not None),
                collected_at=collected.get(town.schema),
            )
        )
    return rows


_PARTS: Final = (
    (WAVES, cell_key({WAVE_STATE: WAVE_OPEN})),
    (WAVES, cell_key({WAVE_STATE: WAVE_ENDED})),
    (WISHED_FOR, ""),
)


def _plans(period: Period) -> Mapping[tuple[str, str, str], int]:
    rows = Contribution.objects.filter(period=period.key, metric__in=[WAVES, WISHED_FOR]).order_by()
    return {
        (role, key, cell): value for role, key, cell, value in rows.values_list("role", "metric", "cell", "numerator")
    }


def _collected_at(period: Period) -> Mapping[str, datetime]:
    """Role of the town's database → when its waves were last collected."""
    source = next(one.key for one in collectors() if WAVES in one.metrics)
    states = FillState.objects.filter(period=period.key, collector=source, status=FillStatus.DONE)
    found = states.order_by().values_list("role", "finished_at")
    return {role: timezone.localtime(at) for role, at in found if at is not None}


def _released_sheets(release: Release | None) -> Mapping[str, int | None]:
    """AGS → released number of sheets, None where it is hidden."""
    if release is None:
        return {}
    rows = ReleasedFigure.objects.filter(release=release, metric=SHEETS, level=FigureLevel.MUNICIPALITY, cell="")
    return dict(rows.order_by().values_list("area", "numerator"))


def returned_of(sheets: int | None, wished: int, *, has_release: bool) -> SheetsReturned:
    """The step for a released (rounded) number of sheets and what the municipality wished for."""
    if not has_release:
        return SheetsReturned.NO_RELEASE
    if sheets is None:
        return SheetsReturned.HIDDEN
    if sheets == 0:
        return SheetsReturned.FEW
    if not wished:
        return SheetsReturned.NO_TARGET
    share = sheets / wished
    if share >= 1:
        return SheetsReturned.REACHED
    if share > 1 / 2:
        return SheetsReturned.MOST
    return SheetsReturned.HALF if share >= 1 / 4 else SheetsReturned.QUARTER
