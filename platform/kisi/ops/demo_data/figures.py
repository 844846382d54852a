"""The demo's first statewide figures: an interim release, asked for once; workers make it while people look around."""

from __future__ import annotations

from django.utils import timezone

from kisi.core.periods import period_at
from kisi.core.realms import CENTRAL, inside
from kisi.ops.demo_data.municipalities import DEMO
from shared.metrics.actions import request_release
from shared.metrics.models import Release, ReleaseRun
from shared.metrics.vocabulary import OPEN


def ask_for_release() -> bool:
    """Ask for a release of the present half-year unless there is one or one is being made; whether it was asked for."""
    with inside(CENTRAL):
        if Release.objects.exists() or ReleaseRun.objects.filter(status__in=OPEN).exists():
            return False
        request_release(period=period_at(timezone.now()), by=DEMO)
        return True
