"""Supervisor (supervisord) keeps the programs running; here is its configuration and how it is spoken to.

No path of this machine stands in the configuration: supervisord takes ` ;` and ` #` for comments and `%` for
its own substitutions. It runs in the data directory and gets relative names; the one command line that needs
a path comes to it in an environment variable. See platform/decisions/0002-process-supervision.md.
"""

import contextlib
import shlex
import signal
import subprocess
import sys
import time
import xmlrpc.client
from dataclasses import dataclass
from typing import Any, cast

from supervisor.xmlrpc import SupervisorTransport

from kisi.ops.data_directory import DataDirectory
from kisi.ops.exit_codes import CommandError
from kisi.ops.processes import RecordedProcess
from kisi.ops.programs import LAUNCHER, Program
from kisi.ops.servers.launcher import write_private

_HEAD = """\
[supervisord]
nodaemon=true
silent=true
logfile=logs/supervisor.log
logfile_maxbytes=5MB
logfile_backups=2
pidfile=run/supervisord.pid
childlogdir=logs
nocleanup=true
umask=077
minfds=256
minprocs=20
{user}

[unix_http_server]
file={socket}
chmod=0600
username=kisi
password={password}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""
_PROGRAM = """
[program:{name}]
command=%(ENV_KISI_LAUNCH)s run/{name}.program.json
priority={priority}
autostart=false
autorestart=true
startsecs={startsecs}
startretries={startretries}
stopsignal={stopsignal}
stopwaitsecs={stopwaitsecs}
stopasgroup=false
killasgroup=true
redirect_stderr=true
stdout_logfile=logs/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""
RUNNING = frozenset({"STARTING", "RUNNING"})
"""The states of a program whose process lives; it is STARTING for its settling seconds."""
_AT_ONCE = False
"""The argument `wait` of supervisord's calls."""
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
"""Supervisord's own; each program gets its environment, with its secrets, from the launcher."""


@dataclass(frozen=True, slots=True)
class ProgramState:
    """One line of `kisi status`. `state` as supervisord names it: RUNNING, BACKOFF, FATAL …"""

    name: str
    state: str
    pid: int | None
    seconds: int


def _state(row: dict[str, Any]) -> ProgramState:
    running = row["pid"] or None
    return ProgramState(row["name"], row["statename"], running, max(0, row["now"] - row["start"]) if running else 0)


class Supervision:
    """The supervisor of one data directory."""

    def __init__(self, data: DataDirectory) -> None:
        self.data = data
        self.record = data.run / "supervisord.process.json"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> RecordedProcess | None:
        """The running supervisor; None if there is none."""
        process = RecordedProcess.read(self.record)
        return process if process is not None and process.alive else None

    def start(self, programs: list[Program]) -> None:
        """Start the supervisor, with none of the programs running yet.

        Raises CommandError if it does not answer. Call it from the main thread:
        on Linux the supervisor shuts down when that ends.
        """
        self._write_configuration(programs)
        own = Program(
            name="supervisord",
            argv=[sys.executable, "-I", "-m", "supervisor.supervisord", "-n", "-c", "run/supervisord.conf"],
            environment={"KISI_LAUNCH": shlex.join([sys.executable, "-I", str(LAUNCHER)]), **_ENVIRONMENT},
            directory=self.data.path,
            record=self.record,
        )
        command = own.describe(self.data.run / "supervisord.program.json")
        with (self.data.logs / "supervisor-start.log").open("wb") as log:
            self._child = subprocess.Popen(  # noqa: S603 - the launcher with a description of our own
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.data.path
            )
        self._wait_for_answer()

    def _wait_for_answer(self, seconds: float = 15) -> None:
        deadline = time.monotonic() + seconds
        while not self.answers():
            if self.ended or time.monotonic() > deadline:
                log = (self.data.logs / "supervisor-start.log").read_text(errors="replace")[-2000:]
                raise CommandError(f"Die Prozessaufsicht (supervisord) ist nicht gestartet:\n{log}")
            time.sleep(0.05)

    @property
    def ended(self) -> bool:
        """Whether the supervisor that this process started has ended."""
        return self._child is None or self._child.poll() is not None

    def _write_configuration(self, programs: list[Program]) -> None:
        user = "user=root" if self.data.is_root else ""
        socket, password = self.data.control_socket, self.data.keys.supervisor_password
        self.data.make_control_folder()
        parts = [_HEAD.format(user=user, socket=socket, password=password)]
        for priority, program in enumerate(programs, start=1):
            program.describe(self.data.run / f"{program.name}.program.json")
            parts.append(
                _PROGRAM.format(
                    name=program.name,
                    priority=priority,
                    startsecs=program.settling_seconds,
                    startretries=program.retries,
                    stopsignal=program.stop_signal.name.removeprefix("SIG"),
                    stopwaitsecs=program.stop_seconds,
                )
            )
        write_private(self.data.run / "supervisord.conf", "".join(parts))

    def _call(self) -> Any:
        transport = SupervisorTransport(
            "kisi", self.data.keys.supervisor_password, f"unix://{self.data.control_socket}"
        )
        return xmlrpc.client.ServerProxy("http://localhost", transport=transport).supervisor

    def answers(self) -> bool:
        """Whether the supervisor can be spoken to."""
        try:
            return bool(self._call().getState()["statename"] == "RUNNING")
        except (OSError, xmlrpc.client.Error):
            return False

    def start_program(self, name: str) -> None:
        """Have a program started; it is kept running from now on. Does not wait.

        Raises CommandError if the supervisor refuses.
        """
        try:
            self._call().startProcess(name, _AT_ONCE)
        except (OSError, xmlrpc.client.Error) as error:
            raise CommandError(f"{name} lässt sich nicht starten: {getattr(error, 'faultString', error)}") from error

    def states(self) -> list[ProgramState]:
        """What the programs do now, by name. Empty if the supervisor does not answer."""
        try:
            rows = cast("list[dict[str, Any]]", self._call().getAllProcessInfo())
        except (OSError, xmlrpc.client.Error):
            return []
        return [_state(row) for row in rows]

    def stop(self) -> None:
        """Stop all programs in reverse order, then the supervisor; returns when it is gone."""
        process = self.process
        if process is not None:
            self._stop_workforce_at_once()
            process.end(signals=[(signal.SIGTERM, 100.0), (signal.SIGKILL, 5.0)])
        if self._child is not None:
            self._child.wait()
            self._child = None

    def _stop_workforce_at_once(self) -> None:
        """Ask all programs but the servers to end together: supervisord itself would wait for each in turn."""
        servers = {"postgres", "valkey"}
        for state in self.states():
            if state.name not in servers and state.state in RUNNING:
                with contextlib.suppress(OSError, xmlrpc.client.Error):
                    self._call().stopProcess(state.name, _AT_ONCE)
