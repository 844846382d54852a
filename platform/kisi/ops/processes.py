"""Processes that are recorded in files: still alive? then end them. Never by name, never by number alone."""

import json
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kisi.ops.servers.launcher import end_group, process_identity


@dataclass(frozen=True, slots=True)
class RecordedProcess:
    """A process that was started earlier, named by number *and* start time."""

    name: str
    pid: int
    identity: str

    @classmethod
    def read(cls, path: Path) -> "RecordedProcess | None":
        """The record in `path`; None if there is none or it cannot be understood."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(str(content["name"]), int(content["pid"]), str(content["identity"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @property
    def alive(self) -> bool:
        """Whether exactly this process still runs (a later one with the same number does not count)."""
        return process_identity(self.pid) == self.identity

    def wait(self, seconds: float) -> bool:
        """Wait until it is gone; False if it still runs after `seconds`."""
        deadline = time.monotonic() + seconds
        while self.alive:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def end(self, *, signals: list[tuple[signal.Signals, float]]) -> bool:
        """Send the signals one after the other, each with its seconds of patience, until the process is gone.

        What is left of its process group is killed at the end. Returns whether the process is gone.
        """
        for number, patience in signals:
            if not self.alive:
                break
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                break
            if self.wait(patience):
                break
        gone = not self.alive
        if gone:
            with suppress(ChildProcessError):  # a child of ours would stay in its group as a zombie
                os.waitpid(self.pid, os.WNOHANG)
            end_group({"pid": self.pid, "identity": self.identity})
        return gone
