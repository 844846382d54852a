"""The directory in which one installation keeps everything: keys, database, broker, media, logs."""

import json
import os
import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kisi.ops.exit_codes import CommandError, ExitCode
from kisi.ops.keys import Keys
from kisi.ops.servers.embedded import private_socket_folder
from kisi.ops.servers.launcher import write_private
from kisi.ops.servers.postgres import EmbeddedPostgres
from kisi.ops.servers.valkey import EmbeddedValkey
from kisi.ops.system_errors import reason

ROOT = Path(__file__).resolve().parents[3]
"""The checkout."""
DATABASE = "kisi"
_NOT_FOR_CHILDREN = (
    "KISI_PROVISIONER_PASSWORD",
    "KISI_SUPERUSER_URL",
    "PYTHONPATH",
    "PYTHONHOME",
    "KISI_PYTHON",
)


def default_data_directory() -> Path:
    """`.kisi` in the checkout, or in the working directory where KISI is installed as a package."""
    return (ROOT if (ROOT / "requirements.lock").is_file() else Path.cwd()) / ".kisi"


class DataDirectory:
    """Paths, keys and the environment of one installation."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self.keys_file = self.path / "keys.json"
        self.ready_file = self.path / "ready.json"
        self.run = self.path / "run"
        self.logs = self.path / "logs"
        self.media = self.path / "media"
        self.archive = self.path / "archive"
        self.static = self.path / "static"
        self.servers = self.path / "servers"
        self.state_file = self.run / "state.json"

    def make(self) -> None:
        """Create what is missing. Raises CommandError if the place cannot be used.

        Only the folders down to the servers' may be entered (not read) by others, and only for root: there
        the servers run under another account.
        """
        passage = 0o711 if self.is_root else 0o700
        try:
            private = dict.fromkeys((self.run, self.logs, self.media, self.archive, self.static), 0o700)
            for folder, mode in {self.path: passage, self.servers: passage, **private}.items():
                if not folder.is_dir():
                    folder.mkdir(parents=True)
                    folder.chmod(mode)
            if not self.keys_file.exists():
                self._make_keys()
            (self.run / "probe").write_bytes(b"\0" * 65536)
            (self.run / "probe").unlink()
        except OSError as error:
            raise CommandError(
                f"Das Datenverzeichnis {self.path} lässt sich nicht benutzen ({reason(error) or error.strerror}). "
                "Wählen Sie mit --data-dir ein beschreibbares Verzeichnis mit freiem Platz."
            ) from error

    def _make_keys(self) -> None:
        if (self.servers / "postgres" / "cluster").exists() or (self.servers / "postgres" / "home").is_symlink():
            raise CommandError(
                f"{self.keys_file} fehlt, aber die Datenbank ist da. Stellen Sie keys.json aus der Sicherung "
                "wieder her, oder löschen Sie das Datenverzeichnis, um neu zu beginnen."
            )
        Keys.make().write(self.keys_file)

    @cached_property
    def keys(self) -> Keys:
        """The installation's secrets. Raises CommandError if there is no installation here."""
        if not self.keys_file.exists():
            raise CommandError(
                f"In {self.path} ist KISI noch nicht gestartet worden. Starten Sie es mit: kisi up",
                ExitCode.NOT_RUNNING,
            )
        return Keys.read(self.keys_file)

    @cached_property
    def postgres(self) -> EmbeddedPostgres | None:
        """The embedded database; None if the environment names another one."""
        if os.environ.get("KISI_DATABASE_URL"):
            return None
        server = EmbeddedPostgres(self.servers / "postgres", password=self.keys.superuser_password)
        server.log = self.logs / "postgres.log"
        return server

    @cached_property
    def valkey(self) -> EmbeddedValkey | None:
        """The embedded broker; None if the environment names another one."""
        if os.environ.get("KISI_REDIS_URL"):
            return None
        server = EmbeddedValkey(self.servers / "valkey", password=self.keys.broker_password)
        server.log = self.logs / "valkey.log"
        return server

    @property
    def control_socket(self) -> Path:
        """The supervisor's socket."""
        return private_socket_folder(self.run, self.keys.instance, os.geteuid()) / "supervisor.sock"

    def make_control_folder(self) -> None:
        """Make the folder of the supervisor's socket, private to the caller."""
        folder = self.control_socket.parent
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)

    def remove_short_folders(self) -> None:
        """Remove the empty folders of the sockets that lie outside because of this directory's long path."""
        folders = [self.control_socket.parent, *([self.postgres.socket_folder] if self.postgres else [])]
        for folder in folders:
            if not folder.is_relative_to(self.path):
                with suppress(OSError):  # not empty: then somebody still needs it
                    folder.rmdir()

    @property
    def is_root(self) -> bool:
        """Whether the caller is root, and the servers therefore run under another account."""
        return os.geteuid() == 0

    def check_environment(self) -> None:
        """Raise CommandError if a database is named without the secrets that belong to it."""
        if self.postgres is None:
            for name in ("KISI_SECRET_KEY", "KISI_PROVISIONER_PASSWORD"):
                if not (os.environ.get(name) or os.environ.get(f"{name}_FILE")):
                    raise CommandError(
                        f"KISI_DATABASE_URL ist gesetzt, {name} aber nicht. Die Datenbank braucht beide; "
                        "alle Einstellungen stehen in deploy/env.example.",
                        ExitCode.USAGE,
                    )

    def environment(self, *, port: int | None = None, provisioner: bool = False) -> dict[str, str]:
        """The complete environment of a child process.

        `provisioner` hands over the password of the role that may create and drop municipalities: only to
        migrations, the provisioning worker and the command line, never to the web process.
        """
        environment = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_CHILDREN}
        environment.setdefault("DJANGO_SETTINGS_MODULE", "kisi.settings.local")
        environment.setdefault("KISI_BASE_URL", self.base_url(port))
        environment.setdefault("KISI_MEDIA_ROOT", str(self.media))
        environment.setdefault("KISI_ARCHIVE_ROOT", str(self.archive))
        environment.setdefault("KISI_STATIC_ROOT", str(self.static))
        if self.state().get("invented_data"):
            environment["KISI_INVENTED_DATA"] = "1"
        if self.postgres is not None:
            environment["KISI_DATABASE_URL"] = self.postgres.url(DATABASE)
        if self.valkey is not None:
            environment["KISI_REDIS_URL"] = self.valkey.address()
        if "KISI_SECRET_KEY_FILE" not in environment:
            environment.setdefault("KISI_SECRET_KEY", self.keys.secret_key)
        if provisioner:
            own = os.environ.get("KISI_PROVISIONER_PASSWORD")
            environment["KISI_PROVISIONER_PASSWORD"] = own or self.keys.provisioner_password
        environment["PYTHONSAFEPATH"] = "1"
        environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
        return environment

    def base_url(self, port: int | None = None) -> str:
        """The public host's address."""
        domain = os.environ.get("KISI_BASE_DOMAIN", "kisi.localhost")
        return os.environ.get("KISI_BASE_URL") or f"http://{domain}:{port or self.state().get('port') or 8000}"

    def host(self, port: int) -> str:
        """The public host as a request names it."""
        return urlsplit(self.base_url(port)).netloc

    def state(self) -> dict[str, Any]:
        """What the running (or last) start noted: `port`, `base_url`, `phase`, `mode`.

        ``invented_data``: a demo was started here once, so what is in the database is made up.
        """
        try:
            content = json.loads(self.state_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def note(self, **values: object) -> None:
        """Add to the state."""
        write_private(self.state_file, json.dumps(self.state() | values))
