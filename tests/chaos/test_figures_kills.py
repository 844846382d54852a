"""Workers killed while they collect and release: figures equal a serial recount, nothing half, each release once (T37).

``KISI_FIGURE_KILLS`` sets how many kills (10; the long run takes 200), ``KISI_CHANCE`` the seed of the moments.
Only kills that found work left are counted. That the checks can find something is shown with a planted fault.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kisi.core.actors import Actor
from kisi.core.facts import collectors
from kisi.core.periods import Period, period_at
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from shared.metrics.actions import request_release
from shared.metrics.collection.running import begin_run
from shared.metrics.models import CollectionBatch, Contribution, FillState, Release, ReleasedFigure, ReleaseRun
from shared.metrics.vocabulary import OPEN, JobStatus, RunReason
from tests.servers import Servers
from tests.shared.metrics.conftest import hire, staffed

__all__ = ["staffed"]

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]

KILLS = int(os.environ.get("KISI_FIGURE_KILLS", "10"))
CHANCE = int(os.environ.get("KISI_CHANCE", "1"))
APPLICATION = "kisi-figures-victim"


class Victim:
    """A forking worker whose children can be killed."""

    def __init__(self, servers: Servers, environment: dict[str, str], *more: str) -> None:
        self.servers = servers
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.figures_victim", *more],
            env={**environment, "PGAPPNAME": APPLICATION, "KISI_JOB_STARTS": "100000"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def work(self, *, die_after: float | None = None) -> float:
        """Let a child do all that is open, or kill it; the seconds it had."""
        assert self.process.stdin
        started = time.monotonic()
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        child = int(self._line())
        if die_after is not None:
            time.sleep(die_after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        assert self._line() == "over"
        self._until_disconnected()
        return time.monotonic() - started

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def _until_disconnected(self) -> None:
        """A backend finishes its statement before it sees that its client is gone."""
        deadline = time.monotonic() + 30
        with self.servers.superuser_connection() as admin:
            while time.monotonic() < deadline:
                row = admin.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [APPLICATION]
                ).fetchone()
                if row == (0,):
                    return
                time.sleep(0.02)
        raise AssertionError("connections of the killed worker are still there")

    def end(self) -> None:
        """Close its input and wait."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()  # type: ignore[union-attr]


@pytest.fixture
def victim(staffed: None, database: Servers, environment: dict[str, str]) -> Iterator[Victim]:
    """The careful worker."""
    found = Victim(database, environment)
    yield found
    found.end()


def recount(town: MunicipalityRef, period: Period) -> set[tuple[str, str, int, int | None]]:
    """A town's figures counted here and now, one after the other."""
    with inside(realm_of(town)):
        return {
            (o.metric, "|".join(f"{a}={o.cell[a]}" for a in sorted(o.cell)), o.numerator, o.denominator)
            for source in collectors()
            for o in source.count(source.look(period))
        }


def stored(town: MunicipalityRef, period: Period) -> set[tuple[str, str, int, int | None]]:
    """What collection wrote for a town."""
    with inside(CENTRAL):
        rows = Contribution.objects.filter(role=town.schema, period=period.key)
        return set(rows.values_list("metric", "cell", "numerator", "denominator"))


def half_written(towns: list[MunicipalityRef], period: Period) -> list[str]:
    """Towns whose numbers are not those that their fill states tell of, and releases that are not whole."""
    found = []
    with inside(CENTRAL):
        for town in towns:
            states = FillState.objects.filter(role=town.schema, period=period.key).values_list("figures", flat=True)
            written = Contribution.objects.filter(role=town.schema, period=period.key).count()
            if written != sum(states):
                found.append(f"{town.name}: {written} numbers, {sum(states)} noted")
        for release in Release.objects.all():
            figures = ReleasedFigure.objects.filter(release=release).count()
            if not figures or not ReleaseRun.objects.filter(release=release, status=JobStatus.DONE).exists():
                found.append(f"release {release.number} is not whole")
    return found


def let_others_in() -> bool:
    """As if the silence had lasted long enough; whether there is anything left to do."""
    with inside(CENTRAL):
        silent = timezone.now() - timedelta(hours=1)
        batches = CollectionBatch.objects.filter(status__in=OPEN).update(touched_at=silent)
        return bool(batches + ReleaseRun.objects.filter(status__in=OPEN).update(touched_at=silent))


def test_killed_workers_lose_and_double_nothing(
    victim: Victim, bensheim: MunicipalityRef, butzbach: MunicipalityRef, oestrich: MunicipalityRef
) -> None:
    """New accounts, a collection, a release; killed anywhere, gone on with, compared."""
    chance, period = random.Random(CHANCE), period_at(timezone.now())
    towns = [bensheim, butzbach, oestrich]
    kills, rounds, whole = 0, 0, 1.0
    while kills < KILLS:
        rounds += 1
        hire(chance.choice(towns), guide=chance.randrange(1, 9))
        with inside(CENTRAL):
            begin_run(period, reason=RunReason.REQUEST, wake=False)
            request_release(period=period, by=Actor("user", "1", "Sabine Roth"))
        for _ in range(chance.randrange(1, 4)):
            victim.work(die_after=chance.uniform(0, whole))
            assert half_written(towns, period) == []
            if not let_others_in():
                break
            kills += 1
        whole = 0.5 * whole + 0.5 * victim.work()
        assert not let_others_in()
        assert [stored(town, period) for town in towns] == [recount(town, period) for town in towns]
        assert half_written(towns, period) == []
    with inside(CENTRAL):
        numbers = list(Release.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) == rounds
        assert Release.objects.values("input_hash").distinct().count() == rounds


def test_a_planted_fault_is_found(
    staffed: None, database: Servers, environment: dict[str, Any], bensheim: MunicipalityRef
) -> None:
    """Numbers taken away before the new ones are there: the same checks see a town that is half written."""
    period = period_at(timezone.now())
    careless = Victim(database, environment, "--plant")
    try:
        with inside(CENTRAL):
            begin_run(period, reason=RunReason.REQUEST, wake=False)
        careless.work()
        chance, found = random.Random(CHANCE), []
        for _ in range(20):
            hire(bensheim, guide=1)
            with inside(CENTRAL):
                begin_run(period, reason=RunReason.REQUEST, wake=False)
            careless.work(die_after=chance.uniform(0.05, 0.4))
            found = half_written([bensheim], period)
            if found:
                break
            let_others_in()
            careless.work()
        assert found
    finally:
        careless.end()
