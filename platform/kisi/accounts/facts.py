"""What accounts report to the state: how many people work with the platform, by role, and whether anybody does."""

from __future__ import annotations

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
SUPPORTED = "amif.authorities_supported"
SUPPORTING_ROLES = (Role.GUIDE, Role.COORDINATOR)

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
    ),
    # Annex VIII of Regulation (EU) 2021/1147, specific objective (b), output indicator 2; cumulative (Art. 33(3)).
    # It is not about persons, so it has neither sex nor age brackets.
    Metric(
        key=SUPPORTED,
        name=_("Kommunen, die bei Integrationsmaßnahmen unterstützt werden"),
        unit=_("Kommunen"),
        kind=MetricKind.COUNT,
        definition=_(
            "Kommunen, in denen bis zum Ende des Zeitraums ein Integrationsguide oder eine Koordination die Arbeit"
            " aufgenommen hat, mit eigenem Konto auf der Plattform. Die Zahl wächst nur; wer später geht, zählt weiter."
            " Eine Näherung: Ob ein Weiterleitungsvertrag besteht, weiß die Plattform nicht, und verabschiedete"
            " Kommunen melden nicht mehr. Bitte mit der Liste der Verträge abgleichen."
        ),
        numerator=_("Kommunen mit Guide oder Koordination"),
        why_it_matters=_("Der Bericht an die Europäische Kommission verlangt diese Zahl (Anhang VIII, Nummer 2)."),
        direction=Direction.NOT_JUDGED,
        source=_("Personenverwaltung der Arbeitsbereiche"),
        authored_on=date(2026, 11, 26),
        review_on=date(2027, 11, 26),
        annex_no="2",
    ),
)


def _accounts(_period: Period) -> list[tuple[int, str, bool]]:
    return list(User.objects.order_by("pk").values_list("pk", "role", "is_active"))


@collects(STAFF, SUPPORTED, basis=_accounts)
def staff(period: Period, _accounts: list[tuple[int, str, bool]]) -> Iterable[Observation]:
    """Active accounts of the current town, and whether it ever had somebody who does the work."""
    active = User.objects.filter(is_active=True, created_at__lt=period.ends_at, role__in=MUNICIPAL_ROLES)
    by_role = active.order_by().values_list("role").annotate(number=Count("pk"))
    total = 0
    for role, number in by_role:
        total += number
        yield Observation(STAFF, number, role=role)
    yield Observation(STAFF, total)
    begun = User.objects.filter(created_at__lt=period.ends_at, role__in=SUPPORTING_ROLES).exists()
    yield Observation(SUPPORTED, int(begun))
