"""Processes that furnish towns beside the one that builds the demo, so that no core stands idle meanwhile.

An assistant is asked through pipes and ends when its standard input closes: it cannot outlive whoever called it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from types import TracebackType
from typing import IO, Any, Final, Self

from shared.municipalities.register.entries import DemoEntry

READY: Final = "ready"
PATIENCE: Final = 5.0
"""Seconds an assistant has to end by itself."""


class AssistantGone(Exception):
    """The assistant has ended before it answered."""


class Assistant:
    """A running assistant in the environment of this process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kisi.ops.demo_data.assistants"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self._is_ready = False

    def ready(self) -> bool:
        """Wait until it has loaded the platform; False where it has ended instead."""
        if not self._is_ready:
            assert self._process.stdout is not None  # noqa: S101 (a pipe)
            self._is_ready = self._process.stdout.readline().strip() == READY
        return self._is_ready

    def furnish(self, entry: DemoEntry, seed: int) -> dict[str, Any]:
        """Let it furnish a town; the town's workspace. Raises ``AssistantGone``."""
        assert self._process.stdin is not None  # noqa: S101 (both are pipes)
        assert self._process.stdout is not None  # noqa: S101
        if not self.ready():
            raise AssistantGone
        try:
            print(json.dumps({"entry": asdict(entry), "seed": seed}), file=self._process.stdin, flush=True)
            return dict(json.loads(self._process.stdout.readline()))
        except (OSError, ValueError) as error:
            raise AssistantGone from error

    def finish(self) -> None:
        """Let it end after the town it is at."""
        _close(self._process.stdin)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            _close(pipe)


def _close(pipe: IO[str] | None) -> None:
    """Close a pipe; what could not be written to a process that has gone is lost with it."""
    if pipe is not None:
        with contextlib.suppress(BrokenPipeError):
            pipe.close()


def main() -> None:
    """Furnish the towns named on standard input, one JSON object a line, and answer with their workspaces."""
    for number in (signal.SIGINT, signal.SIGHUP):  # meant for whoever called; then the input closes
        signal.signal(number, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    import django

    django.setup()

    from kisi.celery import register_tasks
    from kisi.ops.demo_data.furnishing import furnish  # reason: models load after the apps are ready

    register_tasks()
    print(READY, file=answers, flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        workspace = furnish(DemoEntry(**question["entry"]), question["seed"])
        print(json.dumps(workspace), file=answers, flush=True)


if __name__ == "__main__":
    main()
