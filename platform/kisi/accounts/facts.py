"""What accounts report to the state: how many people work with the platform, by role."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from kisi.accounts.models import User
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
from kisi.core.roles import MUNICIPAL_ROLES, Role

STAFF = "accounts.active"

declare_dimension(Dimension("role", _("Rolle"), {role.value: role.label for role in Role if role in MUNICIPAL_ROLES}))
declare_metric(
    Metric(
        key=STAFF,
        name=_("Aktive Konten"),
        unit=_("Konten"),
        kind=MetricKind.COUNT,
        definition=_(
            "Konten eines Arbeitsbereichs, die bis zum Ende des Zeitraums angelegt wurden und bei der Erhebung aktiv"
            " sind. Offene Einladungen zählen nicht."
        ),
        numerator=_("aktive Konten"),
        why_it_matters=_("Zeigt, ob in den Kommunen mit der Plattform gearbeitet werden kann und wer daran mitwirkt."),
        direction=Direction.NOT_JUDGED,
        breakdowns=(Breakdown(), Breakdown(("role",))),
        source=_("Personenverwaltung der Arbeitsbereiche"),
        authored_on=date(2026, 11, 25),
        review_on=date(2027, 11, 25),
    )
)


def _fingerprint(_period: Period) -> str:
    rows = User.objects.order_by("pk").values_list("pk", "role", "is_active")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


@collects(STAFF, changed=_fingerprint)
def staff(period: Period) -> Iterable[Observation]:
    """Active accounts of the current town."""
    active = User.objects.filter(is_active=True, created_at__lt=period.ends_at, role__in=MUNICIPAL_ROLES)
    by_role = active.order_by().values_list("role").annotate(number=Count("pk"))
    total = 0
    for role, number in by_role:
        total += number
        yield Observation(STAFF, number, role=role)
    yield Observation(STAFF, total)
