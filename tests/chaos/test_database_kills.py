"""T39: PostgreSQL killed while participants send sheets and guides write, on the real web server.

What was acknowledged is there afterwards, once, in its town; meanwhile people are told to come again (503, never a
500); soon after the server is back everything works. ``KISI_DATABASE_KILLS`` sets how many kills (2; the long run
takes 30, every second one an immediate stop), ``KISI_CHANCE`` the seed of the moments.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from kisi.core.realms import inside, realm_of
from tenants.surveys.actions import accept_response
from tenants.surveys.models import Wave
from tests.chaos.bustle import Bustle
from tests.chaos.ledger_checks import compare, mark_of, open_survey
from tests.chaos.people import Ledger, busy
from tests.chaos.stage import Stage, kill_server, on_stage, own_servers, wait_for
from tests.servers import Servers

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(1800)]

KILLS = int(os.environ.get("KISI_DATABASE_KILLS", "2"))
CHANCE = int(os.environ.get("KISI_CHANCE", "1"))
RECOVERED_WITHIN = 10.0
HOW = (signal.SIGKILL, signal.SIGQUIT)


@pytest.fixture
def own(servers: Servers) -> Iterator[Servers]:
    """Durable servers of this test."""
    with own_servers(servers) as found:
        yield found


def kill_and_recover(stage: Stage, bustle: Bustle, how: signal.Signals, chance: random.Random) -> float:
    """Once: the seconds from the server's return until every town works; after that nobody sees a 5xx."""
    time.sleep(chance.uniform(0.2, 0.8))
    stage.kill_postgres(how)
    time.sleep(chance.uniform(0.3, 0.6))
    stage.servers.postgres.start()
    took = wait_for(bustle.all_work, what="the towns' pages", seconds=RECOVERED_WITHIN)
    since = time.monotonic()
    wait_for(lambda: bustle.ledger.statuses(since=since).total() > 20, what="answers")
    after = bustle.ledger.statuses(since=since)
    assert not [status for status in after if status == 0 or status >= 500], after
    return took


def test_what_was_acknowledged_outlives_a_killed_database(own: Servers, tmp_path: Path) -> None:
    chance = random.Random(CHANCE)
    with on_stage(own, tmp_path / "web.log") as stage:
        bustle = Bustle(own, stage.port)
        with busy(bustle.jobs()):
            wait_for(lambda: len(bustle.ledger.acknowledged) > 20, what="the first writes")
            recovered = [kill_and_recover(stage, bustle, HOW[kill % 2], chance) for kill in range(KILLS)]
            bustle.over.set()
        found = compare(own, bustle.towns, bustle.ledger)
    ledger = bustle.ledger
    print(
        f"{KILLS} kills, {len(ledger.acknowledged)} acknowledged, {len(ledger.unsure)} unsure, {found.stored} stored,"
        f" recovered after at most {max(recovered):.2f} s, statuses {dict(ledger.statuses())},"
        f" broken connections {dict(ledger.broken)}"
    )
    assert found.problems() == {}
    assert set(ledger.acknowledged.values()) == {"sheet", "need", "contact point"}
    assert ledger.wrong == []
    assert set(ledger.statuses()) - {0} == {200, 302, 503}
    assert "Gleich wieder da" in ledger.refusals["503"]
    assert ledger.refusals["503"].startswith("30 ")


def test_a_planted_fault_is_found(servers: Servers) -> None:
    """A server that acknowledges before it has written: the same ledger misses something (no web server needed)."""
    with own_servers(servers, durable=False) as careless:
        town = careless.municipality("bensheim")
        ledger, lost, number = Ledger(), list[str](), 0
        token = open_survey(town)
        for _ in range(8):
            until = time.monotonic() + 0.5
            with inside(realm_of(town)):
                wave = Wave.objects.get(token=token)
                while time.monotonic() < until:
                    mark, number = mark_of(town.slug, number), number + 1
                    accept_response(
                        wave=wave, id=uuid4(), channel="link", language="de", answers={"where": mark}, consent_version=1
                    )
                    ledger.acknowledged[mark] = "sheet"
            careless.forget_connections()
            kill_server(careless.postgres, signal.SIGKILL)
            careless.postgres.start()
            lost = compare(careless, [town], ledger).lost
            if lost:
                break
    assert lost
