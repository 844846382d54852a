"""Participants at the same time on the real web server: how long a page takes, and whether every sheet arrives once."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Final

from kisi.ops.bench.contest import Course
from kisi.ops.bench.entrant import BenchError, Entrant, last_lines
from kisi.ops.bench.participant import Participant
from kisi.ops.bench.report import OURS, Benchmark
from kisi.ops.bench.stage import PLATFORM_UNFILLED, hosts
from kisi.ops.servers.valkey import EmbeddedValkey
from kisi.ops.workforce import web_server

_READING: Final = (1.1, 2.0)
"""Seconds on a page: as fast as the platform takes it without mistaking somebody for a program."""
_RUSH: Final = (0.0, 0.0)
_PATIENCE: Final = 60


def survey(course: Course) -> list[Benchmark]:
    """``survey_p50_ms`` and ``survey_p99_ms`` with people who read, ``survey_rush_p99_ms`` without any pause.

    Raises ``BenchError`` when a sheet is lost or stored twice.
    """
    course.stage.end()
    side = course.stage.prepare(PLATFORM_UNFILLED, towns=1)
    course.steps.expect(2 * (course.runs + 1))
    with _web(course) as port:
        reading = _runs(course, side, port, _READING if course.effort.with_pauses else _RUSH)
        rush = _runs(course, side, port, _RUSH)
    course.stage.end(PLATFORM_UNFILLED)
    people = course.effort.participants
    return [
        _figure("survey_p50_ms", f"Befragungsseite, {people} Teilnehmende, Mitte", reading, 50),
        _figure("survey_p99_ms", f"Befragungsseite, {people} Teilnehmende, langsamste 1 %", reading, 99),
        _figure("survey_rush_p99_ms", f"dasselbe ohne jede Pause ({people} Anfragen zugleich)", rush, 99),
    ]


def _figure(key: str, title: str, runs: list[list[float]], percent: int) -> Benchmark:
    values = [_percentile(run, percent) * 1000 for run in runs]
    return Benchmark.of(key, title, "ms", "lower", {OURS: values}, towns=1)


def _percentile(durations: list[float], percent: int) -> float:
    ordered = sorted(durations)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def _runs(course: Course, side: Entrant, port: int, pause: tuple[float, float]) -> list[list[float]]:
    """The seconds of every request of every run; the first run warms up."""
    token = side.ask("open_survey", fill_seconds=int(pause[0]))
    runs = []
    for run in range(course.runs + 1):
        runs.append(_one_run(course.effort.participants, port, token, pause))
        _expect_each_once(side, token, course.effort.participants * (run + 1))
        course.steps.done()
    return runs[1:]


def _one_run(people: int, port: int, token: str, pause: tuple[float, float]) -> list[float]:
    participants = [Participant(port, f"{hosts(1)[0]}:{port}", token, pause) for _ in range(people)]

    def answer(person: Participant) -> list[float]:
        # People do not come on a signal.
        time.sleep(random.uniform(0, pause[1]))  # noqa: S311 (no secret)
        person.answer()
        return person.durations

    with ThreadPoolExecutor(people) as pool:
        return [seconds for durations in pool.map(answer, participants) for seconds in durations]


def _expect_each_once(side: Entrant, token: str, thanked: int) -> None:
    stored = side.ask("count_survey", token=token)
    if stored != thanked:
        lost, doubled = max(thanked - stored, 0), max(stored - thanked, 0)
        raise BenchError(f"Von {thanked} Bögen gingen {lost} verloren, {doubled} sind doppelt.")


@contextmanager
def _web(course: Course) -> Iterator[int]:
    """The port of the web server as ``kisi up`` starts it, with a broker of its own."""
    valkey = EmbeddedValkey(course.stage.folder / "valkey")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    log = course.stage.folder / "web.log"
    try:
        environment = {
            **course.stage.environment(PLATFORM_UNFILLED),
            "DJANGO_SETTINGS_MODULE": "kisi.settings.local",
            "KISI_REDIS_URL": valkey.start(),
        }
        # The web process knows neither the superuser nor who may create municipalities.
        for name in ("KISI_BENCH_SUPERUSER", "KISI_PROVISIONER_PASSWORD"):
            environment.pop(name)
        with log.open("w+b") as said:
            process = subprocess.Popen(  # noqa: S603 (fixed command)
                [sys.executable, "-P", "-m", *web_server(port)], env=environment, stdout=said, stderr=said
            )
            try:
                _wait(port, process)
                yield port
            except BenchError as problem:
                raise BenchError(f"{problem}\n{last_lines(said)}") from problem
            finally:
                process.terminate()
                process.wait(_PATIENCE)
    finally:
        valkey.delete()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz", headers={"Host": f"kisi.localhost:{port}"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise BenchError("Der Webserver antwortet nicht.")
