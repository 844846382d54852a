"""The demo's first statewide figures, asked for once; workers make them while people look around."""

from __future__ import annotations

from django.utils import timezone

from kisi.core.periods import period_at
from kisi.core.realms import CENTRAL, inside
from kisi.ops.demo_data.municipalities import DEMO
from shared.metrics.actions import request_release
from shared.metrics.models import Release, ReleaseRun
from shared.metrics.vocabulary import OPEN


def ask_for_releases() -> list[str]:
    """Ask for a release of the half-year before and for an interim one of the present; of which it was asked for.

    Of a half-year that has a release, or for which one is being made, nothing is asked.
    """
    running = period_at(timezone.now())
    with inside(CENTRAL):
        made = Release.objects.values_list("period", flat=True).distinct()
        being_made = ReleaseRun.objects.filter(status__in=OPEN).values_list("period", flat=True)
        known = {*made, *being_made}
        wanted = [period for period in (running.previous, running) if period.key not in known]
        for period in wanted:
            request_release(period=period, by=DEMO)
    return [period.key for period in wanted]
