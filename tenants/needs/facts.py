"""What needs report to the state: how many were stated, and about how many of them was decided. Numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from kisi.core.facts import Breakdown, Direction, Metric, MetricKind, Observation, Timing, collects, declare_metric
from kisi.core.periods import Period
from kisi.core.vocabulary import Perspective, Topic
from tenants.needs.models import Need, NeedQuerySet
from tenants.needs.vocabulary import UNDECIDED

STATED: Final = "needs.stated"
DECIDED: Final = "needs.decided"

declare_metric(
    Metric(
        key=STATED,
        name=_("Festgestellte Bedarfe"),
        unit=_("Bedarfe"),
        kind=MetricKind.COUNT,
        definition=_(
            "Bedarfe, die im Zeitraum festgestellt wurden. Entwürfe, entfernte und mit anderen zusammengeführte zählen"
            " nicht. Ein Bedarf, den mehrere Perspektiven sehen, steht in der Aufteilung bei jeder von ihnen."
        ),
        numerator=_("Bedarfe"),
        why_it_matters=_(
            "Zeigt, in welchen Handlungsfeldern Kommunen handeln wollen und wessen Sicht dem zugrunde liegt."
        ),
        direction=Direction.NOT_JUDGED,
        timing=Timing.FLOW,
        breakdowns=(
            Breakdown(),
            Breakdown(("topic",)),
            Breakdown(("topic", "perspective"), adds_up=False),
        ),
        source=_("Bedarfe der Kommunen"),
        authored_on=date(2026, 11, 26),
        review_on=date(2027, 11, 26),
    ),
    Metric(
        key=DECIDED,
        name=_("Bedarfe mit Entscheidung"),
        unit=_("Prozent"),
        kind=MetricKind.RATIO,
        definition=_(
            "Anteil der im Zeitraum festgestellten Bedarfe, über die entschieden ist – gleich, ob sie jetzt, später"
            " oder nicht verfolgt werden."
        ),
        numerator=_("Bedarfe, über die entschieden ist"),
        denominator=_("im Zeitraum festgestellte Bedarfe"),
        why_it_matters=_("Zeigt, ob aus Ergebnissen Entscheidungen werden. Auch ein begründetes Nein ist eine."),
        direction=Direction.NOT_JUDGED,
        timing=Timing.FLOW,
        # Needs are no persons, and a town states a handful a year: thirty would never be reached.
        minimum_denominator=5,
        breakdowns=(Breakdown(), Breakdown(("topic",))),
        source=_("Bedarfe der Kommunen"),
        authored_on=date(2026, 11, 26),
        review_on=date(2027, 11, 26),
    ),
)


def _stated(period: Period) -> NeedQuerySet:
    return Need.objects.present().filter(stated_on__range=(period.first_day, period.last_day))


def _last_change(_period: Period) -> dict[str, Any]:
    # Every change of a need, its removal and its merging included, moves ``updated_at``.
    return Need.objects.aggregate(Count("pk"), Max("updated_at"))


@collects(STATED, DECIDED, basis=_last_change)
def needs(period: Period, _last_change: dict[str, Any]) -> Iterable[Observation]:
    """What the needs stated in a period come to."""
    topics, decided = Counter[str](), Counter[str]()
    views = Counter[tuple[str, str]]()
    for topic, perspectives, state in _stated(period).order_by().values_list("topic", "perspectives", "state"):
        topics[topic] += 1
        decided[topic] += state not in UNDECIDED
        views.update((topic, one) for one in perspectives)
    yield Observation(STATED, topics.total())
    yield Observation(DECIDED, decided.total(), topics.total())
    for topic in Topic.values:
        if topics[topic]:
            yield Observation(STATED, topics[topic], topic=topic)
            yield Observation(DECIDED, decided[topic], topics[topic], topic=topic)
        for perspective in Perspective.values:
            if views[topic, perspective]:
                yield Observation(STATED, views[topic, perspective], topic=topic, perspective=perspective)
