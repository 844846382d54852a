"""A real Celery worker in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import redis

ROOT = Path(__file__).parents[1]


@contextmanager
def worker(
    environment: dict[str, str], log: Path, *, pool: str, concurrency: int = 4, application: str = "kisi.celery"
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker with this pool (``threads``, ``prefork`` or ``solo``) until the block is left.

    ``application`` is the module of the Celery application; the settings are those named in ``environment``.
    """
    command = [
        sys.executable,
        "-m",
        "celery",
        "--app",
        application,
        "worker",
        "--pool",
        pool,
        "--concurrency",
        str(concurrency),
        "--loglevel",
        "WARNING",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
        "-Q",
        "default",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_idle(url: str, process: subprocess.Popen[bytes], *, seconds: float, log: Path) -> None:
    """Wait until the queue and the unacknowledged messages are gone. Raises ``TimeoutError`` with the log's end."""
    deadline = time.monotonic() + seconds
    quiet = 0
    with redis.Redis.from_url(url) as client:
        while time.monotonic() < deadline:
            waiting: Any = client.llen("default")
            unacknowledged: Any = client.hlen("unacked")
            quiet = quiet + 1 if waiting + unacknowledged == 0 else 0
            if quiet >= 4:
                return
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise TimeoutError(f"messages are left:\n{log.read_text(errors='replace')[-3000:]}")
