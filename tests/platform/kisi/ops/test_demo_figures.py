"""The demo asks for its first releases once."""

from __future__ import annotations

from django.utils import timezone

from kisi.core.periods import period_at
from kisi.core.realms import CENTRAL, inside
from kisi.ops.demo_data.figures import ask_for_releases
from shared.metrics.models import ReleaseRun
from tests.servers import Servers


def test_two_half_years_are_asked_for_once(database: Servers) -> None:
    """A second start finds them asked for."""
    running = period_at(timezone.now())
    assert ask_for_releases() == [running.previous.key, running.key]
    assert ask_for_releases() == []
    with inside(CENTRAL):
        runs = list(ReleaseRun.objects.order_by("requested_at"))
    assert [(run.period, run.requested_by) for run in runs] == [
        (running.previous.key, "Demo"),
        (running.key, "Demo"),
    ]
