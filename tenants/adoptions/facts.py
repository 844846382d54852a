"""What adoptions report to the centre: which version of a template a municipality uses. Central names only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef
from django.utils.translation import gettext_lazy as _

from kisi.core.facts import (
    Breakdown,
    Dimension,
    Direction,
    Metric,
    MetricKind,
    Observation,
    collects,
    declare_dimension,
    declare_metric,
)
from kisi.core.periods import Period
from shared.library.models import TemplateVersion
from shared.library.vocabulary import IN_USE, VERSION_AXIS, VERSION_PATTERN, version_name
from tenants.adoptions.models import Adoption

declare_dimension(Dimension(VERSION_AXIS, _("Fassung einer Vorlage"), {}, pattern=VERSION_PATTERN))
declare_metric(
    Metric(
        key=IN_USE,
        name=_("Übernommene Vorlagen"),
        unit=_("Vorlagen"),
        kind=MetricKind.COUNT,
        definition=_(
            "Zentrale Vorlagen, von denen die Kommune bis zum Ende des Zeitraums eine Fassung übernommen hat; es zählt"
            " die neueste eigene. Landesweit wird daraus, wie viele Kommunen welche Fassung nutzen – nie, welche."
        ),
        numerator=_("übernommene Vorlagen"),
        why_it_matters=_(
            "Zeigt der Vorlagenredaktion, ob neue Fassungen ankommen und für wie viele Kommunen Erhebungen"
            " vergleichbar sind."
        ),
        direction=Direction.NOT_JUDGED,
        breakdowns=(Breakdown((VERSION_AXIS,)),),
        source=_("Vorlagenbibliothek der Kommunen"),
        authored_on=date(2026, 11, 26),
        review_on=date(2027, 11, 26),
    )
)


def _copies(_period: Period) -> dict[str, Any]:
    # Copies are never changed or removed.
    return Adoption.objects.aggregate(Count("pk"), Max("pk"))


@collects(IN_USE, basis=_copies)
def versions_in_use(period: Period, _copies: dict[str, Any]) -> Iterable[Observation]:
    """The newest own version of every template. A key that the library does not have says nothing outside."""
    published = TemplateVersion.objects.published().filter(
        template__key=OuterRef("template_key"), number=OuterRef("version")
    )
    own = Adoption.objects.filter(Exists(published), adopted_at__lt=period.ends_at).order_by()
    for key, number in own.values_list("template_key").annotate(newest=Max("version")):
        yield Observation(IN_USE, 1, **{VERSION_AXIS: version_name(key, number)})
