"""A broker that says nothing, or is not there, holds nobody up: neither for one wake-up nor for ten."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

BOUND = 3.0
"""Seconds for ten wake-ups, on a busy machine; by itself Celery takes 10 for one (6 where nobody listens)."""

PROGRAM = """
import time
import kisi.wsgi
from celery import current_app
from kombu.exceptions import OperationalError
from kisi.core.realms import CENTRAL, inside
from kisi.tenancy.heartbeat import heartbeat

begun, refused = time.monotonic(), 0
with inside(CENTRAL):
    for _number in range(10):
        try:
            heartbeat.apply_async(retry=False)
        except OperationalError:
            refused += 1
print(refused, time.monotonic() - begun)
"""


@pytest.fixture(params=["silent", "gone"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Where a broker should be: one that accepts and says nothing, or none."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        number = listening.getsockname()[1]
        if request.param == "gone":
            listening.close()
        yield number


def test_ten_wake_ups_wait_once_and_not_long(environment: dict[str, str], port: int) -> None:
    asked = {**environment, "KISI_REDIS_URL": f"redis://127.0.0.1:{port}/0"}
    result = subprocess.run([sys.executable, "-c", PROGRAM], env=asked, capture_output=True, text=True, timeout=200)
    refused, seconds = result.stdout.split() or ("", "0")
    assert refused == "10", result.stderr
    print(f"ten wake-ups: {float(seconds):.2f} s")
    assert float(seconds) < BOUND
