"""A process that works for this one: asked through pipes, one JSON object a line, and gone with whoever called it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import IO, Any, Final

READY: Final = "ready"
PATIENCE: Final = 5.0
"""Seconds a companion has to end by itself."""


class CompanionGone(Exception):
    """The companion has ended before it answered."""


class Companion:
    """A running companion, a module that calls ``answer_questions``. It ends when its standard input closes."""

    def __init__(
        self, module: str, *, environment: Mapping[str, str] | None = None, complaints: IO[bytes] | None = None
    ) -> None:
        self.process = subprocess.Popen(  # noqa: S603 (a module of ours)
            [sys.executable, "-P", "-m", module],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            stderr=subprocess.DEVNULL if complaints is None else complaints,
        )  # fmt: skip
        self._is_ready = False

    def ready(self) -> bool:
        """Wait until it has loaded what it needs; False where it has ended instead."""
        if not self._is_ready:
            assert self.process.stdout is not None  # noqa: S101 (a pipe)
            self._is_ready = self.process.stdout.readline().strip() == READY
        return self._is_ready

    def ask(self, **question: Any) -> Any:
        """What it answers. Raises ``CompanionGone``."""
        assert self.process.stdin is not None  # noqa: S101 (both are pipes)
        assert self.process.stdout is not None  # noqa: S101
        if not self.ready():
            raise CompanionGone
        try:
            print(json.dumps(question), file=self.process.stdin, flush=True)
            return json.loads(self.process.stdout.readline())
        except (OSError, ValueError) as error:
            raise CompanionGone from error

    def finish(self) -> None:
        """Let it end after what it is at."""
        _close(self.process.stdin)

    def end(self, *, at_once: bool = False) -> None:
        """Let it end, ``at_once`` in the middle of its work, and wait; whoever does not is killed."""
        self.finish()
        if at_once:
            self.process.terminate()
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        _close(self.process.stdout)


def _close(pipe: IO[str] | None) -> None:
    """Close a pipe; what could not be written to a process that has gone is lost with it."""
    if pipe is not None:
        with contextlib.suppress(BrokenPipeError):
            pipe.close()


def answer_questions(load: Callable[[], Callable[..., Any]]) -> None:
    """The companion's side: load, then answer every question from standard input by calling what was loaded.

    Whatever else is printed meanwhile goes nowhere. Signals of the terminal are meant for whoever called; then the
    input closes.
    """
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    answer = load()
    print(READY, file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(**json.loads(line))), file=answers, flush=True)
