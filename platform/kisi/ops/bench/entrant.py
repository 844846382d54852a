"""A process that takes part: the platform or a rival, with its own settings, asked through pipes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import IO, Any, Self

from kisi.ops.companion import Companion, CompanionGone, answer_questions


class BenchError(Exception):
    """An entrant failed; the text holds the end of what it said."""


class UnknownBenchmark(BenchError):
    """Nothing is measured under this key."""


class Entrant:
    """A running entrant; it cannot outlive this process."""

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        self.name = name
        self.environment = environment
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self._companion = Companion("kisi.ops.bench.entrant", environment=environment, complaints=self._complaints)

    def ask(self, action: str, **arguments: Any) -> Any:
        """Let the entrant do something and return what it answers. Raises ``BenchError``."""
        try:
            return self._companion.ask(action=action, **arguments)
        except CompanionGone as gone:
            self._companion.end()
            complaint = f"{self.name} ist bei „{action}“ gescheitert:\n{last_lines(self._complaints)}"
            raise BenchError(complaint) from gone

    def close(self) -> None:
        """End the process."""
        self._companion.end()
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


def _load() -> Callable[..., Any]:
    import django

    django.setup()

    from importlib import import_module

    from django.conf import settings

    from kisi.ops.bench.rivals import serving

    actions = {**serving.ACTIONS, **import_module(getattr(settings, "KISI_BENCH_SIDE", "")).ACTIONS}

    def act(action: str, **arguments: Any) -> Any:
        return actions[action](**arguments)

    return act


if __name__ == "__main__":
    answer_questions(_load)
