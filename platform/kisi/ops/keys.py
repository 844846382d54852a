"""The secrets of one installation, made at its first start and kept in one private file."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from kisi.ops.exit_codes import CommandError
from kisi.ops.servers.launcher import write_private


@dataclass(frozen=True, slots=True)
class Keys:
    """Every secret is random; `instance` is no secret but a name no other installation has."""

    instance: str
    secret_key: str
    provisioner_password: str
    superuser_password: str
    broker_password: str
    supervisor_password: str

    @classmethod
    def make(cls) -> "Keys":
        """New random keys."""
        return cls(secrets.token_hex(8), *(secrets.token_urlsafe(48) for _ in range(5)))

    @classmethod
    def read(cls, path: Path) -> "Keys":
        """The keys in `path`. Raises CommandError if the file is open to others or damaged."""
        if path.stat().st_mode & 0o077:
            raise CommandError(
                f"{path} ist für andere Benutzerkonten lesbar. Schränken Sie den Zugriff ein: chmod 600 {path}"
            )
        if not os.access(path, os.R_OK):
            raise CommandError(f"{path} gehört einem anderen Benutzerkonto. Rufen Sie kisi als dieses auf.")
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{field.name: str(content[field.name]) for field in fields(cls)})
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(
                f"{path} ist beschädigt. Stellen Sie die Datei aus der Sicherung wieder her: "
                "Ohne sie sind die Daten dieses Verzeichnisses nicht lesbar."
            ) from error

    def write(self, path: Path) -> None:
        """Keep the keys in `path`, mode 0600."""
        write_private(path, json.dumps(asdict(self), indent=2) + "\n")
