"""What the embedded servers have in common: a home, an account, a start that waits, a stop that is sure."""

import os
import secrets
import shutil
import signal
import string
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from filelock import FileLock

from kisi.ops.processes import RecordedProcess
from kisi.ops.programs import Program
from kisi.ops.servers.accounts import service_account
from kisi.ops.servers.errors import ServerError
from kisi.ops.servers.launcher import write_private

HOMES_OF_CLOSED_DIRECTORIES = Path("/var/lib/kisi")
SOCKET_PATH_LIMIT = 100
"""Bytes. The system allows 107 (103 on macOS) including the file's own name."""
_PLAIN = set(string.ascii_letters + string.digits + "/._-")
_LOG_LIMIT = 10_000_000


class EmbeddedServer(ABC):
    """A server process with its data below one directory.

    `home` holds the data. It is `directory` itself, unless the caller is root and the service account cannot
    enter it (a checkout below root's closed home, for example): then it is a folder below `/var/lib/kisi`,
    and `directory/home` is a link to it. Nobody's folder is opened up for that.

    Call `start` from the main thread: on Linux the server ends together with the thread that started it.
    """

    name: ClassVar[str]
    start_seconds: ClassVar[float] = 60.0
    force: ClassVar[list[tuple[signal.Signals, float]]] = [(signal.SIGKILL, 5.0)]
    """Signals and seconds of patience for a server that does not follow the orderly one."""

    def __init__(self, directory: Path | str, *, durable: bool = True) -> None:
        self.directory = Path(directory).absolute()
        self.durable = durable
        self.log = self.directory.parent / f"{self.directory.name}.log"
        """Where the server's messages go; a supervisor may choose another file."""
        self.account = service_account()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        """Where the server's files are."""
        link = self.directory / "home"
        return link.readlink() if link.is_symlink() else self.directory

    @property
    def record(self) -> Path:
        """The file that names the running process."""
        return self.directory.parent / f".{self.directory.name}.process.json"

    @property
    def process(self) -> RecordedProcess | None:
        """The running process, whoever started it; None if there is none."""
        process = RecordedProcess.read(self.record)
        return process if process is not None and process.alive else None

    @abstractmethod
    def prepare(self) -> None:
        """Make or complete everything the server needs on disk. Can be called again and again."""

    @abstractmethod
    def program(self) -> Program:
        """The server as a foreground program, for a supervisor; call `prepare` before."""

    @abstractmethod
    def address(self) -> str:
        """How to reach the server, with its password."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server takes requests now."""

    def start(self) -> str:
        """Start the server unless it runs, wait until it answers, return its address.

        Raises ServerError with the end of the server's log if it does not come up.
        """
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.directory.parent / f".{self.directory.name}.lock"):
            for last_try in (False, False, True):
                if self.process is None:
                    self.prepare()
                    self._spawn()
                try:
                    self.wait_until_ready(ended=self._ended)
                except ServerError:
                    self.stop()
                    if last_try:
                        raise
                    # Children of a server that was killed may need a moment to notice and go.
                    time.sleep(0.5)
                else:
                    break
        return self.address()

    def wait_until_ready(self, *, ended: Callable[[], bool]) -> None:
        """Wait until the server answers. Raises ServerError if it takes too long or has `ended` for good."""
        deadline = time.monotonic() + self.start_seconds
        while not self.answers():
            if ended():
                raise ServerError(f"{self.name} ist beim Start beendet worden.{self._log_tail()}")
            if time.monotonic() > deadline:
                seconds = f"{self.start_seconds:.0f}"
                raise ServerError(f"{self.name} antwortet nach {seconds} Sekunden nicht.{self._log_tail()}")
            time.sleep(0.03)

    def stop(self) -> None:
        """Stop the server, if it runs: in an orderly way, and by force if it does not follow."""
        process, program = self.process, self.program()
        if process is not None:
            patience = [(program.stop_signal, float(program.stop_seconds)), *self.force]
            if not process.end(signals=patience):
                raise ServerError(f"{self.name} (Prozess {process.pid}) lässt sich nicht beenden.")
        if self._child is not None:
            if process is None:
                self._child.terminate()
            self._child.wait()
            self._child = None
        self.record.unlink(missing_ok=True)

    def delete(self) -> None:
        """Stop the server and delete its data."""
        self.stop()
        for folder in self.folders():
            shutil.rmtree(folder, ignore_errors=True)
        self.log.unlink(missing_ok=True)

    def folders(self) -> list[Path]:
        """Every folder that belongs to this server alone."""
        return [self.home, self.directory]

    def _spawn(self) -> None:
        program = self.program()
        command = program.describe(self.record.with_name(f".{self.directory.name}.program.json"))
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as log:
            self._child = subprocess.Popen(  # noqa: S603 - the launcher with a description of our own
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.directory.parent
            )

    def _ended(self) -> bool:
        return self.process is None if self._child is None else self._child.poll() is not None

    def _log_tail(self) -> str:
        try:
            lines = self.log.read_text(errors="replace").splitlines()[-8:]
        except OSError:
            return ""
        return "\n".join([f" Das Ende von {self.log}:", *lines])

    def make_home(self) -> None:
        """Make `directory` and, where the service account cannot enter it, a home elsewhere."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account is None:
            return
        if not (self.directory / "home").is_symlink():
            if self.account.can_enter(self.directory.parent):
                self.account.take(self.directory)
                return
            home = HOMES_OF_CLOSED_DIRECTORIES / f"{self.directory.name}-{secrets.token_hex(8)}"
            (self.directory / "home").symlink_to(home)
        if not HOMES_OF_CLOSED_DIRECTORIES.exists():
            HOMES_OF_CLOSED_DIRECTORIES.mkdir(parents=True, exist_ok=True)
            HOMES_OF_CLOSED_DIRECTORIES.chmod(0o711)
        self.home.mkdir(mode=0o700, exist_ok=True)
        self.account.take(self.home)

    def own(self, path: Path) -> Path:
        """Hand `path` to the account that runs the server."""
        if self.account is not None:
            self.account.take(path)
        return path

    def secret(self, name: str) -> str:
        """A random secret kept in a file of the directory (mode 0600), made at the first call."""
        path = self.directory / name
        if not path.exists():
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(path, secrets.token_urlsafe(32))
        return path.read_text(encoding="ascii")

    def minimal_environment(self) -> dict[str, str]:
        """An environment in which nothing of the caller's shows."""
        return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}


def fits_a_socket(folder: Path) -> bool:
    """Whether a socket in `folder` has a path that all programs take: short, without special signs."""
    return len(os.fsencode(folder)) <= SOCKET_PATH_LIMIT - len("/.s.PGSQL.54321") and set(str(folder)) <= _PLAIN


def private_socket_folder(preferred: Path, token: str, own_uid: int) -> Path:
    """`preferred` if sockets fit in there, else a short folder named by the unguessable `token`.

    Raises ServerError if the short folder exists but is not ours.
    """
    if fits_a_socket(preferred):
        return preferred
    base = next((p for p in map(Path, ("/tmp", "/var/tmp", "/dev/shm")) if os.access(p, os.W_OK)), None)  # noqa: S108
    if base is None:
        raise ServerError(
            f"Für die Verbindung zum eingebetteten Server ist der Pfad {preferred} zu lang, und /tmp ist "
            "nicht beschreibbar. Wählen Sie mit --data-dir einen kürzeren Pfad."
        )
    folder = base / f"kisi-{token[:12]}"
    if folder.is_symlink() or (folder.exists() and folder.stat().st_uid not in {own_uid, os.geteuid()}):
        raise ServerError(f"{folder} gehört einem anderen Benutzerkonto. Löschen Sie den Ordner und starten Sie neu.")
    return folder
