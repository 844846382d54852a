"""The demo asks for its first release once."""

from __future__ import annotations

from kisi.core.realms import CENTRAL, inside
from kisi.ops.demo_data.figures import ask_for_release
from shared.metrics.models import ReleaseRun
from tests.servers import Servers


def test_a_release_is_asked_for_once(database: Servers) -> None:
    """A second start finds it asked for."""
    assert ask_for_release()
    assert not ask_for_release()
    with inside(CENTRAL):
        run = ReleaseRun.objects.get()
    assert run.requested_by == "Demo"
