"""A process that takes part: the platform or a rival, with its own settings, asked through pipes."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Any, Self


class BenchError(Exception):
    """An entrant failed; the text holds the end of what it said."""


class Entrant:
    """A running entrant. It ends when its standard input closes, so it cannot outlive this process."""

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        self.name = name
        self.environment = environment
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kisi.ops.bench.entrant"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints, text=True,
        )  # fmt: skip

    def ask(self, action: str, **arguments: Any) -> Any:
        """Let the entrant do something and return what it answers. Raises ``BenchError``."""
        assert self._process.stdin is not None  # noqa: S101 (both are pipes)
        assert self._process.stdout is not None  # noqa: S101
        with contextlib.suppress(BrokenPipeError):
            print(json.dumps({"action": action, **arguments}), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            self._process.wait()
            raise BenchError(f"{self.name} ist bei „{action}“ gescheitert:\n{last_lines(self._complaints)}")
        return json.loads(answer)

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._complaints.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def run_command(name: str, environment: dict[str, str], arguments: Sequence[str]) -> None:
    """A whole ``django`` command in a process of its own. Raises ``BenchError`` when it fails."""
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603 (fixed commands)
            [sys.executable, "-P", "-m", "django", *arguments],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=complaints,
        )  # fmt: skip
        try:
            status = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        if status != 0:
            raise BenchError(f"{name} ist bei „{' '.join(arguments)}“ gescheitert:\n{last_lines(complaints)}")


def last_lines(file: IO[bytes]) -> str:
    """The end of what a process said."""
    file.seek(0)
    return "\n".join(file.read().decode(errors="replace").splitlines()[-12:])


def main() -> None:
    """Answer questions, one JSON object a line, until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    import django

    django.setup()

    from importlib import import_module

    from django.conf import settings

    from kisi.ops.bench.rivals import serving

    actions = {**serving.ACTIONS, **import_module(getattr(settings, "KISI_BENCH_SIDE", "")).ACTIONS}
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps(actions[question.pop("action")](**question)), file=answers, flush=True)


if __name__ == "__main__":
    main()
