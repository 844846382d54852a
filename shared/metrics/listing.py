"""How far collection got: one row for each municipality and collector of a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.core.facts import Collector, collectors, metric
from kisi.core.periods import Period
from kisi.core.realms import MunicipalityRef
from kisi.ui.tables import Column, Status, Table
from shared.metrics.collection.running import reporting_towns
from shared.metrics.models import FillState
from shared.metrics.vocabulary import FillStatus

NOT_YET: Final = "not_yet"
OTHER_FAULT: Final = gettext_lazy("Beim Zählen ist ein Fehler aufgetreten")
FAULTS: Final = {
    "OperationalError": gettext_lazy("Der Datenbereich der Kommune ist nicht erreichbar"),
    "ProgrammingError": gettext_lazy("Der Datenbereich der Kommune lässt sich nicht lesen"),
}


@dataclass(frozen=True, slots=True)
class FillRow:
    """One collector in one municipality; ``state`` is a ``FillStatus`` or ``not_yet``."""

    ags: str
    name: str
    collector: str
    state: str
    collected_at: datetime | None
    figures: int | None
    remark: str

    @property
    def status(self) -> Status:
        """The state as it is drawn."""
        if self.state == FillStatus.DONE:
            return Status(_("erhoben"), "ok")
        if self.state == FillStatus.FAILED:
            return Status(_("fehlgeschlagen"), "bad")
        return Status(_("noch nicht erhoben"), "warn")


FILLS: Final = Table(
    key="erhebung",
    caption=gettext_lazy("Stand der Erhebung"),
    default_order="name",
    columns=(
        Column(
            key="name", label=gettext_lazy("Kommune"), order_by=("name", "collector"), sub=lambda row: row.collector
        ),
        Column(key="ags", label=gettext_lazy("AGS"), order_by=("ags", "collector")),
        Column(key="status", label=gettext_lazy("Stand"), order_by=("state", "name")),
        Column(key="collected_at", label=gettext_lazy("Zuletzt erhoben"), order_by=("collected_at", "name")),
        Column(key="figures", label=gettext_lazy("Zahlen"), number=True),
        Column(key="remark", label=gettext_lazy("Hinweis")),
    ),
    empty_title=gettext_lazy("Noch keine Kommune dabei"),
)


def fill_rows(period: Period) -> list[FillRow]:
    """Every reporting municipality with every collector, whether it was asked yet or not. Central realm."""
    states = {(state.role, state.collector): state for state in FillState.objects.filter(period=period.key)}
    labelled = [(source.key, collector_label(source)) for source in collectors()]
    return [_row(town, label, states.get((town.schema, key))) for town in reporting_towns() for key, label in labelled]


def _row(town: MunicipalityRef, collector: str, state: FillState | None) -> FillRow:
    return FillRow(
        ags=town.ags,
        name=town.name,
        collector=collector,
        state=state.status if state else NOT_YET,
        collected_at=timezone.localtime(state.finished_at) if state and state.finished_at else None,
        figures=state.figures if state and state.finished_at else None,
        remark=_remark(state),
    )


def collector_label(source: Collector) -> str:
    """What a collector reports, for people: the names of its metrics."""
    return " · ".join(str(metric(key).name) for key in source.metrics)


def _remark(state: FillState | None) -> str:
    if state is None or state.status != FillStatus.FAILED:
        return ""
    when = timezone.localtime(state.next_attempt_at) if state.next_attempt_at else None
    words = {
        "error": fault_in_words(state.error),
        "attempts": state.attempts,
        "when": f"{when:%d.%m.%Y, %H:%M}" if when else "–",
    }
    return _("%(error)s. %(attempts)s. Fehlversuch, nächster Versuch ab %(when)s Uhr") % words


def fault_in_words(error: str) -> str:
    """What a fault means for whoever reads the list; its technical name stays beside it, for the operation."""
    name, _space, _rest = error.partition(" ")
    if not name.endswith("Error"):
        return error or str(OTHER_FAULT)
    return f"{FAULTS.get(name, OTHER_FAULT)} – {error}"


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many municipalities have all their figures, have some fault, or were not asked yet."""

    towns: int
    complete: int
    failed: tuple[str, ...]


def completeness_of(rows: list[FillRow]) -> Completeness:
    """A summary of ``fill_rows``."""
    incomplete = {row.ags for row in rows if row.state != FillStatus.DONE}
    towns = {row.ags for row in rows}
    failed = sorted({row.name for row in rows if row.state == FillStatus.FAILED})
    return Completeness(len(towns), len(towns - incomplete), tuple(failed))
