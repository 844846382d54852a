"""A program that KISI runs: what to execute, as whom, in which environment, how to recognise it later."""

import json
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from kisi.ops.servers.accounts import ServiceAccount
from kisi.ops.servers.launcher import write_private

LAUNCHER = Path(__file__).parent / "servers" / "launcher.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One long-running process.

    `argv[0]` is an absolute path; `environment` is complete (nothing is inherited); `record` is the file that
    names the running process; `stop_signal` ends it in an orderly way and is also what the kernel sends when
    the parent dies; `stop_seconds` is how long it may take before it is killed. Who ends within
    `settling_seconds` has not started; who does so is started
    again `retries` times, with 1, 2, 3 … seconds in between, and then given up.
    """

    name: str
    argv: list[str]
    environment: dict[str, str]
    directory: Path
    record: Path
    account: ServiceAccount | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: int = 10
    settling_seconds: int = 1
    retries: int = 8
    log: Path = field(default=Path("/dev/null"))

    def describe(self, path: Path) -> list[str]:
        """Write the launcher's description (mode 0600) to `path` and return the command that runs it."""
        account = self.account
        content = {
            "name": self.name,
            "argv": self.argv,
            "environment": self.environment,
            "directory": str(self.directory),
            "record": str(self.record),
            "account": None if account is None else [account.uid, account.gid],
            "death_signal": int(self.stop_signal),
        }
        write_private(path, json.dumps(content))
        return [sys.executable, "-I", str(LAUNCHER), str(path)]
