"""T39: PostgreSQL killed while participants send sheets and guides write, on the real web server.

What was acknowledged is there afterwards, once, in its town; meanwhile people are told to come again (503, never a
500); soon after the server is back everything works. ``KISI_DATABASE_KILLS`` sets how many kills (2; the long run
takes 30, every second one an immediate stop), ``KISI_CHANCE`` the seed of the moments.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.test import Client

from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from tests.accounts import person, sign_in
from tests.chaos.ledger_checks import compare, mark_of, open_survey
from tests.chaos.people import Browser, Ledger, answer_sheet, busy, write_row
from tests.chaos.stage import Stage, on_stage, own_servers, wait_for
from tests.servers import NAMED, Servers

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(1800)]

KILLS = int(os.environ.get("KISI_DATABASE_KILLS", "2"))
CHANCE = int(os.environ.get("KISI_CHANCE", "1"))
PARTICIPANTS = 3
"""At the same time in each town."""
RECOVERED_WITHIN = 10.0
HOW = (signal.SIGKILL, signal.SIGQUIT)
SESSION = "__Host-kisi_session"
NEED = {"topic": "education", "urgency": "high", "perspectives": "residents"}
PLACE = {"street": "Hauptstraße 53", "postal_code": "64625", "place": "Bensheim", "order": "100"}


@pytest.fixture
def own(servers: Servers) -> Iterator[Servers]:
    """Durable servers of this test."""
    with own_servers(servers) as found:
        yield found


class Bustle:
    """People of every town who write until they are told to stop."""

    def __init__(self, servers: Servers, port: int) -> None:
        self.ledger = Ledger()
        self.over = threading.Event()
        self.towns = [servers.municipality(slug) for _ags, slug, _name in NAMED]
        self.port = port
        self.tokens = {town.slug: open_survey(town) for town in self.towns}
        self.sessions = {town.slug: session_of(town) for town in self.towns}
        servers.forget_connections()

    def jobs(self) -> Iterator[Callable[[], None]]:
        """One for each person."""
        for town in self.towns:
            for number in range(PARTICIPANTS):
                yield partial(self._answer, town.slug, number)
            for kind, address, name, values in (
                ("need", "/bedarfe/neu/", "title", NEED),
                ("contact point", "/anlaufstellen/neu/", "name", PLACE),
            ):
                yield partial(self._write, town.slug, kind, address, name, values)

    def _answer(self, slug: str, number: int) -> None:
        sheet = 0
        while not self.over.is_set():
            browser = Browser(self.port, slug, self.ledger)
            answer_sheet(browser, self.tokens[slug], mark_of(slug, f"s{number}-{sheet}"))
            browser.close()
            sheet += 1

    def _write(self, slug: str, kind: str, address: str, name: str, values: dict[str, str]) -> None:
        browser = Browser(self.port, slug, self.ledger, {SESSION: self.sessions[slug]})
        row = 0
        while not self.over.is_set():
            write_row(browser, kind, address, name, mark_of(slug, f"{kind[0]}{row}"), values)
            row += 1
            time.sleep(0.05)

    def works(self, slug: str) -> bool:
        """Whether somebody signed in sees the list, and anybody the survey (not noted in the ledger)."""
        browser = Browser(self.port, slug, Ledger(), {SESSION: self.sessions[slug]})
        found = [browser.ask("GET", address).status for address in ("/bedarfe/", f"/u/{self.tokens[slug]}/")]
        browser.close()
        return found == [200, 200]

    def all_work(self) -> bool:
        """Whether every town works."""
        return all(self.works(town.slug) for town in self.towns)


def session_of(town: MunicipalityRef) -> str:
    """The key of a coordinator's session."""
    client = Client(headers={"host": f"{town.slug}.kisi.localhost"})
    return sign_in(client, person(town, Role.COORDINATOR), town).cookies[SESSION].value


def kill_and_recover(stage: Stage, bustle: Bustle, how: signal.Signals, chance: random.Random) -> float:
    """Once: the seconds from the server's return until every town works; after that nobody sees a 5xx."""
    time.sleep(chance.uniform(0.2, 0.8))
    stage.kill_postgres(how)
    time.sleep(chance.uniform(0.3, 0.6))
    stage.servers.postgres.start()
    took = wait_for(bustle.all_work, what="the towns' pages", seconds=RECOVERED_WITHIN)
    since = time.monotonic()
    time.sleep(0.5)
    after = bustle.ledger.statuses(since=since)
    assert not [status for status in after if status == 0 or status >= 500], after
    assert after.total() > 0
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
        f" recovered after at most {max(recovered):.2f} s, statuses {dict(ledger.statuses())}"
    )
    assert found.problems() == {}
    assert set(ledger.acknowledged.values()) == {"sheet", "need", "contact point"}
    assert ledger.wrong == []
    assert set(ledger.statuses()) - {0} == {200, 302, 503}
    assert "Gleich wieder da" in ledger.refusals["503"]
    assert ledger.refusals["503"].startswith("30 ")


def test_a_planted_fault_is_found(servers: Servers, tmp_path: Path) -> None:
    """A server that acknowledges before it has written: the same ledger misses something."""
    chance = random.Random(CHANCE)
    with own_servers(servers, durable=False) as careless, on_stage(careless, tmp_path / "web.log") as stage:
        bustle = Bustle(careless, stage.port)
        lost: list[str] = []
        with busy(bustle.jobs()):
            for _ in range(8):
                wait_for(bustle.all_work, what="the towns' pages")
                time.sleep(chance.uniform(0.5, 1.0))
                stage.kill_postgres(signal.SIGKILL)
                stage.servers.postgres.start()
                lost = compare(careless, bustle.towns, bustle.ledger).lost
                if lost:
                    break
            bustle.over.set()
    assert lost
