"""What `kisi` says while it works: a moving line on a terminal, plain lines elsewhere, always on stderr."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Column

Advance = Callable[[int, int], None]
"""Called with (done, of)."""


def result_console() -> Console:
    """For results on standard output. A file or a pipe has no width: there nothing is folded."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=200)


def whole(*headers: str) -> list[Column]:
    """Columns whose content is folded where there is no room, never cut: people copy it."""
    return [Column(header, overflow="fold") for header in headers]


class Reporter:
    """Reports steps. Standard output stays free for results."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.console = Console(stderr=True, highlight=False)
        self.quiet = quiet
        self._started = time.monotonic()

    @contextmanager
    def step(self, title: str) -> Iterator[Advance]:
        """One step of the work; the yielded function reports progress within it."""
        if self.quiet:
            yield lambda _done, _of: None
        elif self.console.is_terminal:
            yield from self._bar(title)
        else:
            yield from self._lines(title)

    def _bar(self, title: str) -> Iterator[Advance]:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console, transient=True) as progress:
            task = progress.add_task(title, total=None)
            started = time.monotonic()
            yield lambda done, of: progress.update(task, completed=done, total=of)
        self.console.print(f"[green]✓[/green] {title} [dim]{time.monotonic() - started:.1f} s[/dim]")

    def _lines(self, title: str) -> Iterator[Advance]:
        print(f"[{time.monotonic() - self._started:6.1f} s] {title} …", file=sys.stderr, flush=True)
        reported = time.monotonic()

        def advance(done: int, of: int) -> None:
            nonlocal reported
            if done == of or time.monotonic() - reported > 5:
                reported = time.monotonic()
                line = f"[{reported - self._started:6.1f} s]   {title}: {done} von {of}"
                print(line, file=sys.stderr, flush=True)

        yield advance

    def say(self, text: str) -> None:
        """One line of information."""
        if not self.quiet:
            self.console.print(text, markup=False, soft_wrap=True)

    def warn(self, text: str) -> None:
        """One line that should be read."""
        self.console.print(text, style="yellow", markup=False, soft_wrap=True)
