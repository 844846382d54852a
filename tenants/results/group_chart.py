"""Groups among the sheets beside groups among the people, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kisi.ui.charts import Chart, DataTable
from kisi.ui.charts.figure import Legend, LegendItem
from kisi.ui.charts.svg import join
from kisi.ui.tables import Status
from tenants.results.computing.representation import GroupShare
from tenants.results.labels import cell_label, percent


@dataclass(frozen=True, kw_only=True)
class GroupBars(Chart):
    """Two bars a group with both shares as text beside them, so that the chart is its own table."""

    groups: Sequence[GroupShare]
    template: str = "results/group_bars.html"

    @property
    def lines(self) -> list[dict[str, object]]:
        """The rows as the template draws them; bars are measured against the longest, in whole percents too."""
        full = max(max(one.share, one.sheets.value if one.sheets else 0) for one in self.groups)
        return [
            {
                "label": cell_label(one.sex, one.age),
                "sheets": percent(one.sheets.value) if one.sheets else "",
                "number": one.sheets.number if one.sheets else "",
                "people": percent(one.share),
                "drawn_sheets": _length(one.sheets.value, full) if one.sheets else "0",
                "drawn_people": _length(one.share, full),
                "standing": _standing(one),
            }
            for one in self.groups
        ]

    def legends(self) -> list[Legend]:
        """Sheets and people."""
        return [Legend([LegendItem("fill-1", _("Antwortbögen")), LegendItem("fill-2", _("Menschen"))])]

    def data(self) -> DataTable:
        """Group, share of the sheets, share of the people."""
        rows = [[line["label"], line["sheets"] or None, line["people"]] for line in self.lines]
        return DataTable(["", _("Antwortbögen"), _("Menschen")], rows)

    def picture(self) -> SafeString:
        """Nothing beside the table: it has the bars."""
        return join([])


def _length(share: float, full: float) -> str:
    return f"{round(share, 2) / round(full, 2) * 100:.0f}"


def _standing(group: GroupShare) -> Status | None:
    if group.standing > 0:
        return Status(_("zu viele Bögen"), "info")
    return Status(_("zu wenige Bögen"), "warn") if group.standing < 0 else None


def group_bars(groups: Sequence[GroupShare]) -> GroupBars | None:
    """The chart; None where there is nothing to compare."""
    if not groups:
        return None
    return GroupBars(key="wer", title=_("Wer hat geantwortet, wer lebt hier?"), groups=groups, show_title=False)
