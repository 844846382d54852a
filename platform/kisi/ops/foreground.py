"""Stay in the foreground: one instance per data directory, signals, the watch over the programs, the end."""

import fcntl
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from kisi.ops.console import Reporter
from kisi.ops.data_directory import DataDirectory
from kisi.ops.exit_codes import CommandError, ExitCode
from kisi.ops.processes import RecordedProcess
from kisi.ops.servers.launcher import process_identity, write_private
from kisi.ops.supervision import RUNNING, ProgramState, Supervision

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Somebody wants the platform to end; not an Exception, so that no handler on the way swallows it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> ExitCode:
        """Ctrl-C is an interruption; SIGTERM (from `kisi down` or a service manager) is an orderly end."""
        return ExitCode.INTERRUPTED if self.number == signal.SIGINT else ExitCode.OK


def foreground_process(data: DataDirectory) -> RecordedProcess | None:
    """The process that runs the platform of this directory; None if there is none."""
    process = RecordedProcess.read(data.run / "foreground.json")
    return process if process is not None and process.alive else None


@contextmanager
def only_instance(data: DataDirectory) -> Iterator[None]:
    """Hold the data directory. Raises CommandError (ALREADY_RUNNING) if another process has it.

    The system gives the lock back when its holder dies, however it dies: nothing can become stale.
    """
    with (data.run / "instance.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(_already_running(data), ExitCode.ALREADY_RUNNING) from None
        own = {"name": "kisi", "pid": os.getpid(), "identity": process_identity(os.getpid())}
        write_private(data.run / "foreground.json", json.dumps(own))
        try:
            yield
        finally:
            (data.run / "foreground.json").unlink(missing_ok=True)


def _already_running(data: DataDirectory) -> str:
    process, address = foreground_process(data), data.state().get("base_url", "")
    number = f" (Prozess {process.pid})" if process else ""
    return (
        f"KISI läuft mit {data.path} schon{number}: {address}. Beenden Sie es mit kisi down, oder wählen "
        "Sie für eine zweite Instanz --data-dir und --port."
    )


def ignore_stop_signals() -> None:
    """From now on the end is under way and must not be interrupted."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


_requested: list[StopRequested] = []


def stop_if_requested() -> None:
    """Raise the StopRequested that came and was swallowed: some library has a bare ``except`` around its imports."""
    if _requested:
        raise _requested[0]


@contextmanager
def stop_signals() -> Iterator[None]:
    """Turn the signals that end a program into StopRequested, once; later ones are ignored during the end.

    A signal that comes while a finalizer runs (``__del__`` of a library) cannot leave it: Python reports what was
    raised there and goes on. It is remembered for `stop_if_requested`, so nothing has to be said about it.
    """
    _requested.clear()
    report = sys.unraisablehook

    def report_others(unraisable: "sys.UnraisableHookArgs", /) -> None:
        if not isinstance(unraisable.exc_value, StopRequested):
            report(unraisable)

    def request(number: int, _frame: FrameType | None) -> None:
        ignore_stop_signals()
        _requested.append(StopRequested(number))
        raise _requested[0]

    before = {number: signal.signal(number, request) for number in _SIGNALS}
    sys.unraisablehook = report_others
    try:
        yield
    finally:
        sys.unraisablehook = report
        _requested.clear()
        for number, handler in before.items():
            signal.signal(number, handler)


def watch(data: DataDirectory, supervision: Supervision, reporter: Reporter) -> None:
    """Stay until the supervisor ends, and say when a program falls over or gives up.

    Raises CommandError when the supervisor ends: without it nothing is kept running.
    """
    seen: dict[str, ProgramState] = {}
    while not supervision.ended:
        stop_if_requested()
        for program in supervision.states():
            if sentence := _what_happened(seen.get(program.name), program):
                reporter.warn(f"{program.name} {sentence} (Protokoll: {data.logs / program.name}.log)")
            seen[program.name] = program
        time.sleep(1)
    raise CommandError("Die Prozessaufsicht ist beendet worden. Starten Sie die Plattform neu.")


def _what_happened(before: ProgramState | None, now: ProgramState) -> str | None:
    """What is worth telling about a program since the last look; None for nothing."""
    if before is None or (before.state, before.pid) == (now.state, now.pid):
        return None
    if now.state in RUNNING:
        return None if before.pid == now.pid else "war beendet und läuft wieder"
    return {
        "BACKOFF": "ist abgestürzt und wird neu gestartet",
        "EXITED": "hat sich beendet und wird neu gestartet",
        "FATAL": "startet wiederholt nicht",
        "STOPPED": "ist angehalten",
    }.get(now.state)
