"""Processes that furnish towns beside the one that builds the demo, so that no core stands idle meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from kisi.ops.companion import Companion, answer_questions
from shared.municipalities.register.entries import DemoEntry


class Assistant:
    """A running assistant in the environment of this process."""

    def __init__(self) -> None:
        self.companion = Companion("kisi.ops.demo_data.assistants")

    def furnish(self, entry: DemoEntry, seed: int) -> dict[str, Any]:
        """Let it furnish a town; the town's workspace. Raises ``CompanionGone``."""
        return dict(self.companion.ask(entry=asdict(entry), seed=seed))

    def finish(self) -> None:
        """Let it end after the town it is at."""
        self.companion.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.companion.end(at_once=True)


def _load() -> Callable[..., Any]:
    import django

    django.setup()

    from kisi.celery import register_tasks
    from kisi.ops.demo_data.furnishing import furnish  # reason: models load after the apps are ready

    register_tasks()

    def furnish_one(entry: dict[str, Any], seed: int) -> dict[str, Any]:
        return furnish(DemoEntry(**entry), seed)

    return furnish_one


if __name__ == "__main__":
    answer_questions(_load)
