"""Starts victims and kills them at random moments."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from shared.onboarding.models import Job, Onboarding
from tests.servers import Servers
from tests.shared.onboarding.jobs import fresh, steps_of

APPLICATION = "kisi-victim"


@dataclass
class Victims:
    """The forking worker and what was done to its children."""

    process: subprocess.Popen[str]
    servers: Servers
    chance: random.Random
    hit: Counter[str] = field(default_factory=Counter)

    @property
    def kills(self) -> int:
        """Children that were killed with work left to do."""
        return self.hit.total()

    def work(self, job: Job) -> float:
        """Let a child do all there is to do; the seconds it took."""
        started = time.monotonic()
        self._begin(job)
        self._await("over")
        return time.monotonic() - started

    def work_and_die(self, job: Job, *, within: float) -> None:
        """Kill a child at a random moment and wait until PostgreSQL has noticed."""
        child = self._begin(job)
        time.sleep(self.chance.uniform(0, within))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        self._await("over")
        self._until_disconnected()
        if fresh(job).is_open:
            running = [name for name, status in steps_of(job).items() if status == "running"]
            self.hit[running[0] if running else "between two steps"] += 1

    def _begin(self, job: Job) -> int:
        assert self.process.stdin
        kind = "onboarding" if isinstance(job, Onboarding) else "offboarding"
        self.process.stdin.write(f"{kind} {job.pk}\n")
        self.process.stdin.flush()
        return int(self._line())

    def _await(self, word: str) -> None:
        assert self._line() == word

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def _until_disconnected(self) -> None:
        """A backend finishes its statement before it sees that its client is gone."""
        deadline = time.monotonic() + 30
        with self.servers.superuser_connection() as admin:
            while time.monotonic() < deadline:
                (left,) = admin.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [APPLICATION]
                ).fetchone() or (0,)
                if not left:
                    return
                time.sleep(0.02)
        raise AssertionError("connections of the killed worker are still there")


@contextmanager
def victims(
    servers: Servers, environment: dict[str, str], *, chance: random.Random, plant: str = ""
) -> Iterator[Victims]:
    """A worker whose children can be killed."""
    command = [sys.executable, "-m", "tests.chaos.onboarding_victim", *(["--plant", plant] if plant else [])]
    process = subprocess.Popen(
        command,
        # However often a job is killed here, it is not to be given up (that it can be is tried elsewhere).
        env={**environment, "PGAPPNAME": APPLICATION, "KISI_JOB_BACKOFF_SECONDS": "0", "KISI_JOB_STARTS": "100000"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline().strip() == "ready"
        yield Victims(process, servers, chance)
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()  # type: ignore[union-attr]
