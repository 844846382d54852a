"""Many people answer at the same time while everything that serves them is killed in turn.

No acknowledged sheet is lost, doubled or in the wrong town. Every day a few sheets in three towns and one kill;
the long run (THREATS.md) is ``KISI_SURVEY_TOWNS=42 KISI_SURVEY_SHEETS=20000 KISI_SURVEY_KILLS=5``. More variables:
``KISI_SURVEY_AT_ONCE`` (64), ``KISI_SURVEY_PAUSE`` (seconds somebody reads, 0), ``KISI_SURVEY_P99_MS`` (the limit of
the slowest hundredth, 0 for none: on a shared machine it says more about the neighbours).
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

from kisi.core.realms import MunicipalityRef
from kisi.tenancy.directory import all_municipalities
from shared.municipalities.register.entries import demo_selection
from tests.chaos.ledger_checks import compare, mark_of, open_survey
from tests.chaos.people import Browser, Ledger, answer_sheet, busy
from tests.chaos.stage import Stage, on_stage, own_servers, wait_for, working
from tests.servers import NAMED, Servers, provision

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(7200)]

TOWNS = int(os.environ.get("KISI_SURVEY_TOWNS", "3"))
SHEETS = int(os.environ.get("KISI_SURVEY_SHEETS", "150"))
KILLS = int(os.environ.get("KISI_SURVEY_KILLS", "1"))
AT_ONCE = int(os.environ.get("KISI_SURVEY_AT_ONCE", "64"))
PAUSE = float(os.environ.get("KISI_SURVEY_PAUSE", "0"))
P99_MS = float(os.environ.get("KISI_SURVEY_P99_MS", "0"))
CHANCE = int(os.environ.get("KISI_CHANCE", "1"))


class Crowd:
    """So many sheets, dealt out to so many people; who finds none left goes home."""

    def __init__(self, port: int, tokens: dict[str, str]) -> None:
        self.ledger = Ledger()
        self._port, self._tokens = port, tokens
        slugs = list(tokens)
        self._left = iter([(slugs[number % len(slugs)], number) for number in range(SHEETS)])
        self._lock = threading.Lock()

    def jobs(self) -> Iterator[Callable[[], None]]:
        """One for each of the people who are there at the same time."""
        yield from [partial(self._come_and_answer)] * AT_ONCE

    def _come_and_answer(self) -> None:
        while True:
            with self._lock:
                slug, number = next(self._left, ("", 0))
            if not slug:
                return
            browser = Browser(self._port, slug, self.ledger)
            answer_sheet(browser, self._tokens[slug], mark_of(slug, number), pause=PAUSE)
            browser.close()

    def has_sent(self, sheets: float) -> bool:
        """Whether so many sheets are acknowledged."""
        return len(self.ledger.acknowledged) >= sheets


def kill(stage: Stage, number: int) -> str:
    """The database first, then whatever else there is, in turn; what was killed."""
    deeds: list[tuple[str, Callable[[], None]]] = [
        ("database (kill)", partial(stage.kill_postgres, signal.SIGKILL)),
        ("web process", stage.kill_web),
        ("broker", stage.kill_broker),
        ("database (immediate)", partial(stage.kill_postgres, signal.SIGQUIT)),
        ("worker", stage.kill_worker),
    ]
    name, deed = deeds[number % len(deeds)]
    deed()
    return name


def towns_of(servers: Servers) -> list[MunicipalityRef]:
    """As many towns as wanted, the three named ones first."""
    known = {ags for ags, _slug, _name in NAMED}
    more = [entry for entry in demo_selection() if entry.ags not in known]
    for entry in more[: max(TOWNS - len(NAMED), 0)]:
        provision(entry.ags, entry.slug, entry.name)
    return all_municipalities()[:TOWNS]


def test_nothing_acknowledged_is_lost_doubled_or_misfiled(servers: Servers, tmp_path: Path) -> None:
    chance = random.Random(CHANCE)
    with (
        own_servers(servers) as own,
        working(own, tmp_path / "worker.log") as worker,
        on_stage(own, tmp_path / "web.log", worker=worker.pid) as stage,
    ):
        towns = towns_of(own)
        crowd = Crowd(stage.port, {town.slug: open_survey(town) for town in towns})
        own.forget_connections()
        started, killed = time.monotonic(), []
        with busy(crowd.jobs(), patience=6000):
            for number in range(KILLS):
                wait_for(partial(crowd.has_sent, SHEETS * (number + 0.5) / KILLS), what="sheets", seconds=6000)
                killed.append(kill(stage, number))
                time.sleep(chance.uniform(0.2, 1.0))
                stage.start_again()
        took = time.monotonic() - started
        found = compare(own, towns, crowd.ledger)
    ledger = crowd.ledger
    print(
        f"{found.stored} sheets, {AT_ONCE} at a time, {len(towns)} towns, killed: {', '.join(killed)}; {took:.0f} s,"
        f" {len(ledger.answers) / took:.0f} answers/s, load {os.getloadavg()}; ms p50/p99 of all"
        f" {1000 * ledger.percentile(50):.0f}/{1000 * ledger.percentile(99):.0f}, of sending"
        f" {1000 * ledger.percentile(50, method='POST'):.0f}/{1000 * ledger.percentile(99, method='POST'):.0f};"
        f" statuses {dict(ledger.statuses())}"
    )
    assert found.problems() == {}
    assert ledger.wrong == []
    assert found.stored == len(ledger.acknowledged) == SHEETS
    assert set(ledger.statuses()) - {0} <= {200, 302, 503}
    assert not P99_MS or 1000 * ledger.percentile(99) < P99_MS
