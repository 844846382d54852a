"""T42: one town's survey is flooded; its neighbour is measured in the same run, with and without the flood.

The web server has the limits a town has as long as nobody changes them. Quiet and flooded turns alternate, so that a
machine that is busy with something else slows both. ``KISI_FLOOD_RATIO`` is the bound (1.5 on a quiet machine, as in
THREATS.md), ``KISI_FLOOD_TURNS`` and ``KISI_FLOOD_REQUESTS`` make it longer.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from kisi.core.realms import inside, realm_of
from kisi.ops.bench.participant import fields
from tenants.surveys.models import SurveySettings
from tests.chaos.ledger_checks import open_survey
from tests.chaos.people import Browser, Ledger, busy
from tests.chaos.stage import Stage, on_stage, own_servers
from tests.servers import Servers

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]

FLOODED, NEIGHBOUR = "bensheim", "butzbach"
RATIO = float(os.environ.get("KISI_FLOOD_RATIO", "8"))
TURNS = int(os.environ.get("KISI_FLOOD_TURNS", "4"))
REQUESTS = int(os.environ.get("KISI_FLOOD_REQUESTS", "40"))
AT_ONCE = 8
ALLOWED = 20
"""Begun sheets an hour that the flooded town takes from one network: a fast neighbour leaves time for few tries."""
PAUSE = 0.1
"""Seconds between two tries of one of those who flood: together up to 80 a second."""


@pytest.fixture
def stage(servers: Servers, tmp_path: Path) -> Iterator[Stage]:
    """A web server of its own."""
    with own_servers(servers, durable=False) as own, on_stage(own, tmp_path / "web.log") as ready:
        yield ready


def flood(port: int, token: str, over: threading.Event, ledger: Ledger) -> None:
    """Begin the survey again and again, all from one network."""
    browser = Browser(port, FLOODED, ledger)
    address = f"/u/{token}/beginnen/de/"
    form = {**fields(browser.ask("GET", address).text), "consent": "yes"}
    while not over.wait(PAUSE):
        browser.cookies.clear()
        browser.ask("POST", address, form)
    browser.close()


def visit(port: int, token: str, ledger: Ledger) -> None:
    """The neighbour's participants open its survey, one after the other."""
    for _number in range(REQUESTS):
        browser = Browser(port, NEIGHBOUR, ledger)
        browser.ask("GET", f"/u/{token}/beginnen/de/")
        browser.close()


def test_a_flooded_town_does_not_slow_its_neighbour_down(stage: Stage) -> None:
    flooded, neighbour = (open_survey(stage.servers.municipality(slug)) for slug in (FLOODED, NEIGHBOUR))
    with inside(realm_of(stage.servers.municipality(FLOODED))):
        SurveySettings.objects.all().delete()
        SurveySettings.objects.create(starts_per_hour=ALLOWED)
    stage.servers.forget_connections()
    attack, quiet, meanwhile = Ledger(), Ledger(), Ledger()
    visit(stage.port, neighbour, Ledger())
    for _turn in range(TURNS):
        visit(stage.port, neighbour, quiet)
        over = threading.Event()
        with busy([partial(flood, stage.port, flooded, over, attack)] * AT_ONCE):
            visit(stage.port, neighbour, meanwhile)
            over.set()
    tries = [status for _at, _seconds, status, method in attack.answers if method == "POST"]
    ratio = meanwhile.percentile(99) / quiet.percentile(99)
    print(
        f"neighbour's p99 {quiet.percentile(99) * 1000:.0f} ms quiet, {meanwhile.percentile(99) * 1000:.0f} ms "
        f"with {len(tries)} tries next door: {ratio:.2f} times (p50 {quiet.percentile(50) * 1000:.0f} and "
        f"{meanwhile.percentile(50) * 1000:.0f} ms)"
    )
    assert len(tries) > 2 * ALLOWED, "the flood is larger than what is allowed"
    assert {status: tries.count(status) for status in set(tries)} == {302: ALLOWED, 429: len(tries) - ALLOWED}
    assert set(quiet.statuses()) | set(meanwhile.statuses()) == {200}
    assert ratio < RATIO
