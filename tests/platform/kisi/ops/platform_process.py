"""Runs `kisi up` as a process of its own and asks it from outside, as a person on a second terminal would."""

import ctypes
import http.client
import json
import os
import pwd
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[4]
COMMAND = [sys.executable, "-P", "-m", "kisi.ops.command"]
_OURS = ("KISI_", "DJANGO_SETTINGS_MODULE")


def clean_environment() -> dict[str, str]:
    """The test run's environment without what points Django and KISI somewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}


def as_ordinary_user(command: list[str]) -> list[str]:
    """The command, run by somebody who is not root.

    When the tests run as root it runs as `nobody`, who may read what root may read (the interpreter can lie
    below root's closed home) and has no other right: it can write nowhere else, change no owner, kill no one.
    """
    if os.geteuid() != 0:
        return command
    nobody = pwd.getpwnam("nobody")
    rights = ["--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"]
    rights += ["--bounding-set=-all,+dac_read_search", "--no-new-privs"]
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", *rights, *command]


def with_reachable_interpreter(command: list[str]) -> list[str]:
    """The command, run by `nobody`, who can reach the checkout and the interpreter wherever they lie.

    Only as root. Both may lie below root's closed home; that home is not opened but, in a mount namespace of
    this command's own, replaced by an empty open folder in which nothing but these can be seen.
    """
    needed = sorted({str(ROOT), sys.base_prefix, sys.prefix})
    closed = sorted({str(folder) for path in needed for folder in Path(path).parents if not folder.stat().st_mode & 1})
    lines = ["set -e", "keep=$(mktemp -d)"]
    for number, path in enumerate(needed):
        lines.append(f"mkdir $keep/{number}; mount --bind {shlex.quote(path)} $keep/{number}")
    lines += [f"mount -t tmpfs -o mode=755 none {shlex.quote(folder)}" for folder in closed[:1]]
    for number, path in enumerate(needed):
        if closed and path.startswith(closed[0] + "/"):
            lines.append(f"mkdir -p {shlex.quote(path)}; mount --bind $keep/{number} {shlex.quote(path)}")
    nobody = pwd.getpwnam("nobody")
    user = f"setpriv --reuid={nobody.pw_uid} --regid={nobody.pw_gid} --clear-groups --bounding-set=-all --no-new-privs"
    lines.append("for each in $keep/*; do umount $each; rmdir $each; done; rmdir $keep")
    lines.append(f'exec {user} "$@"')
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", "\n".join(lines), "sh", *command]


def free_port() -> int:
    """A port that was free a moment ago, below those of outgoing connections; others than a second process asks for."""
    first = 18_000 + 400 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 1_600
    for port in range(first + os.getpid() % 300, first + 400):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no free port")


def kisi(*arguments: str, cwd: Path = Path("/")) -> subprocess.CompletedProcess[str]:
    """Run a `kisi` command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, env=clean_environment(), cwd=cwd, timeout=240
    )


def die_with_the_test_run() -> None:
    """A test run that is itself ended from outside must leave no platform behind (Linux)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class RunningPlatform:
    """A `kisi up` in the foreground of its own session."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.out = data.parent / f"out-{port}"
        self.err = data.parent / f"err-{port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.prefix: list[str] = []
        """A command in front, for example to run as somebody else."""
        self.more_environment: dict[str, str] = {}

    def launch(self) -> subprocess.Popen[bytes]:
        """Start it and return at once."""
        environment = clean_environment() | self.more_environment
        command = [*self.prefix, *COMMAND, "up", "--port", str(self.port), "--data-dir", str(self.data)]
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment,
                start_new_session=True, cwd="/", preexec_fn=die_with_the_test_run,  # noqa: PLW1509 - no threads here
            )  # fmt: skip
        return self.process

    def start(self, seconds: float = 240) -> "RunningPlatform":
        """Start it and wait for the ready line."""
        process = self.launch()
        deadline = time.monotonic() + seconds
        while f"KISI ready: http://kisi.localhost:{self.port}" not in self.out.read_text().splitlines():
            assert process.poll() is None, f"ended with {process.returncode}: {self.err.read_text()}"
            assert time.monotonic() < deadline, self.err.read_text()
            time.sleep(0.05)
        return self

    def end(self, number: signal.Signals, seconds: float = 60) -> int:
        """Send a signal and wait for the end; returns the exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def status(self) -> dict[str, Any]:
        """What `kisi status --json` says."""
        answer: dict[str, Any] = json.loads(kisi("status", "--json", "--data-dir", str(self.data)).stdout)
        return answer

    def pids(self) -> dict[str, int | None]:
        """Program names and their processes."""
        return {program["name"]: program["pid"] for program in self.status()["programs"]}

    def readyz(self) -> int:
        """The status of `/readyz`; 0 if nothing answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz", headers={"Host": f"kisi.localhost:{self.port}"})
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def wait_until_ready(self, seconds: float = 60) -> None:
        """Wait for `/readyz` to answer 200."""
        deadline = time.monotonic() + seconds
        while self.readyz() != 200:
            assert time.monotonic() < deadline, self.err.read_text()
            time.sleep(0.1)

    def processes(self) -> list[psutil.Process]:
        """Every process that has to do with this data directory, found from outside and not by our records."""
        return [process for process in psutil.process_iter() if self._belongs(process)]

    def _belongs(self, process: psutil.Process) -> bool:
        """By its command line, its working directory or its environment."""
        try:
            text = "\0".join([*process.cmdline(), process.cwd(), *process.environ().values()])
        except psutil.Error:
            return False
        return str(self.data) in text and process.pid != os.getpid()

    def wait_until_nothing_runs(self, seconds: float = 30) -> None:
        """Assert that no process is left after a while."""
        deadline = time.monotonic() + seconds
        while left := self.processes():
            assert time.monotonic() < deadline, [process.cmdline() for process in left]
            time.sleep(0.1)

    def clean_up(self) -> None:
        """End whatever is left, so that a failed test leaves nothing behind."""
        for process in self.processes():
            try:
                process.kill()
            except psutil.Error:
                continue
        if self.process is not None:
            self.process.wait(10)
