"""The programs of a running platform: web, worker, provisioner, departures, beat."""

import os
import shutil
import sys
from pathlib import Path

from kisi.ops.data_directory import DataDirectory
from kisi.ops.exit_codes import CommandError, ExitCode
from kisi.ops.programs import Program

WEB_THREADS = 8
MOST_WEB_PROCESSES = 32
WORKER_PROCESSES = 2
FIRST = frozenset({"provisioner", "worker"})
"""The programs that others wait for while the platform starts."""


def workforce(data: DataDirectory, port: int) -> list[Program]:
    """The programs that come after the migrations, in the order of their start.

    Only the provisioner and its twin for departures can create and drop municipalities: code that is tricked in
    the web process or in an ordinary task finds no password for that. Departures have a process of their own,
    because an archive may take minutes and an onboarding should take one second.

    Raises CommandError (USAGE) if KISI_WEB_PROCESSES cannot be used.
    """
    plain, privileged = data.environment(port=port), data.environment(port=port, provisioner=True)
    celery = ["celery", "--app", "kisi.celery"]
    worker = ["worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle", "--concurrency"]
    beat = ["beat", "--loglevel", "INFO", "--pidfile=", "--schedule", str(data.run / "beat-schedule")]
    return [
        _program(data, "web", web_server(port), {**plain, **_shared_figures(data)}),
        _program(
            data,
            "worker",
            [*celery, *worker, str(WORKER_PROCESSES), "-Q", "default", "-n", "worker@%h"],
            plain,
        ),
        _program(
            data,
            "provisioner",
            [*celery, *worker, "1", "-Q", "provisioning", "-n", "provisioner@%h"],
            privileged,
        ),
        _program(
            data,
            "departures",
            [*celery, *worker, "1", "-Q", "departures", "-n", "departures@%h"],
            privileged,
        ),
        _program(data, "beat", [*celery, *beat], plain),
    ]


def web_server(port: int) -> list[str]:
    """The web server's module and arguments; benchmarks start the same."""
    processes = str(web_processes())
    web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws", "--http", "1"]
    web += ["--workers", processes, "--blocking-threads", str(WEB_THREADS), "--respawn-failed-workers"]
    return [*web, "--respawn-interval", "0.5", "--workers-kill-timeout", "8", "kisi.wsgi:application"]


def web_processes() -> int:
    """How many processes answer requests: KISI_WEB_PROCESSES, else one.

    A second one lets nobody wait while somebody's report is made, and costs some seconds of every start: too much
    for a platform that is only tried out. Raises CommandError (USAGE).
    """
    wanted = os.environ.get("KISI_WEB_PROCESSES", "").strip() or "1"
    if not wanted.isdecimal() or not 1 <= int(wanted) <= MOST_WEB_PROCESSES:
        raise CommandError(
            f"KISI_WEB_PROCESSES muss eine Zahl von 1 bis {MOST_WEB_PROCESSES} sein, nicht „{wanted}“.", ExitCode.USAGE
        )
    return int(wanted)


def _shared_figures(data: DataDirectory) -> dict[str, str]:
    """Several web processes count into files of one folder; one alone needs none and is quicker without."""
    return {"PROMETHEUS_MULTIPROC_DIR": str(figures_folder(data))} if web_processes() > 1 else {}


def figures_folder(data: DataDirectory) -> Path:
    """Where the web processes add up what they count for ``/metrics``."""
    return data.run / "figures"


def empty_figures(data: DataDirectory) -> None:
    """Counters begin anew with every start of the platform."""
    folder = figures_folder(data)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)


def _program(data: DataDirectory, name: str, module: list[str], environment: dict[str, str]) -> Program:
    return Program(
        name=name,
        argv=[sys.executable, "-P", "-m", *module],
        environment=environment,
        directory=data.run,
        record=data.run / f"{name}.process.json",
        stop_seconds=15,
        # Longer than the imports take: a program that cannot be imported must count as not started.
        settling_seconds=6,
        retries=4,
        log=data.logs / f"{name}.log",
    )
