"""Real Celery workers and beat: killed while onboardings run, and a broker that loses its messages."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kisi.core.realms import CENTRAL, inside
from shared.onboarding.models import Onboarding
from tests.chaos.onboarding_checks import Looker
from tests.chaos.stage import kill_server
from tests.servers import Servers
from tests.shared.onboarding.jobs import ask, everyone_else

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]

TOWNS = int(os.environ.get("KISI_TOWNS", "8"))
WORKER_KILLS = int(os.environ.get("KISI_WORKER_KILLS", "3"))


class Workforce:
    """A provisioning worker and beat, each in a process group of its own."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = {**environment, "KISI_JOB_STALE_SECONDS": "2", "KISI_JOB_BACKOFF_SECONDS": "0"}
        self.folder = folder
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Start "worker" or "beat"."""
        celery = [sys.executable, "-m", "celery", "--app", "kisi.celery"]
        arguments = {
            "worker": ["worker", "--queues", "provisioning", "--concurrency", "2", "--loglevel", "WARNING"],
            "beat": ["beat", "--schedule", str(self.folder / "beat"), "--pidfile", "", "--loglevel", "WARNING"],
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [*celery, *arguments[name]],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End one with all its children, without a word."""
        process = self.running.pop(name, None)
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)


@pytest.fixture
def workforce(ready: Servers, environment: dict[str, str], tmp_path: Path) -> Iterator[Workforce]:
    """Both at work; whatever is left of them ends with the test."""
    people = Workforce(environment, tmp_path)
    try:
        people.start("worker")
        people.start("beat")
        yield people
    finally:
        for name in list(people.running):
            people.kill(name)


def completed() -> int:
    """How many onboardings are through."""
    with inside(CENTRAL):
        return Onboarding.objects.filter(status="completed").count()


def asked_for() -> int:
    """How many onboardings there are."""
    with inside(CENTRAL):
        return Onboarding.objects.count()


def wait_until_completed(count: int, *, seconds: float) -> None:
    """Wait until so many are through."""
    deadline = time.monotonic() + seconds
    while completed() < count:
        assert time.monotonic() < deadline, f"{completed()} of {count} after {seconds} s"
        time.sleep(0.1)


def test_a_broker_killed_during_jobs_loses_no_town(ready: Servers, workforce: Workforce) -> None:
    """Killed while towns come on board, and away while one more is asked for: nobody gets an error, all are made."""
    looker, keys = Looker(ready), everyone_else()
    ask(next(keys))
    wait_until_completed(1, seconds=120)
    for _town in range(3):
        ask(next(keys))
    time.sleep(0.5)
    assert completed() < asked_for(), "it was over before the broker was killed"
    kill_server(ready.valkey, signal.SIGKILL)
    try:
        ask(next(keys))
    finally:
        ready.valkey.start()
    wait_until_completed(asked_for(), seconds=300)
    assert asked_for() == 5
    assert looker.half_municipalities() + looker.doubles_and_losses() == []


def test_workers_killed_and_messages_lost_and_every_town_comes_on_board(ready: Servers, workforce: Workforce) -> None:
    """What a worker leaves behind and what the broker forgets, the sweeper finds."""
    looker, chance = Looker(ready), random.Random(7)
    keys = everyone_else()
    ask(next(keys))
    wait_until_completed(1, seconds=120)
    for kill in range(WORKER_KILLS):
        for _town in range(TOWNS // WORKER_KILLS + 1):
            ask(next(keys))
        time.sleep(chance.uniform(0.1, 1.5))
        workforce.kill("worker")
        assert looker.half_municipalities() == []
        if kill % 2:
            ready.empty_broker()
        workforce.start("worker")
    wait_until_completed(asked_for(), seconds=300)
    assert looker.half_municipalities() + looker.doubles_and_losses() == []


def test_a_lost_message_stays_lost_without_the_sweeper(ready: Servers, workforce: Workforce) -> None:
    """Planted: no beat. So above it was the sweeper that found what the broker had lost."""
    keys = everyone_else()
    ask(next(keys))
    wait_until_completed(1, seconds=120)
    workforce.kill("beat")
    workforce.kill("worker")
    ask(next(keys))
    ready.empty_broker()
    workforce.start("worker")
    ask(next(keys))
    wait_until_completed(2, seconds=120)
    time.sleep(5)
    assert completed() == 2, "the third one's message is gone"
    workforce.start("beat")
    wait_until_completed(3, seconds=120)
