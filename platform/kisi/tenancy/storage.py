"""Uploaded files: one folder a realm, chosen when a file is touched and never kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from kisi.core.realms import current_realm

_NAME_LIMIT: Final = 255
_PATH_LIMIT: Final = 1000
"""Bytes. A longer name is an OSError of the file system, a much deeper path a RecursionError in Django."""


class RealmStorage(FileSystemStorage):
    """File storage below ``MEDIA_ROOT/<realm>``; a path that leaves the folder is refused by Django's ``safe_join``.

    Files have no public address: a view that asks for permission serves them.
    """

    def __init__(self, **options: Any) -> None:
        # Personal data: other accounts of the machine read neither files nor their names.
        super().__init__(**{"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700, **options})

    # Stock caches its location for the life of the process; the realm changes with every request.
    @property
    def base_location(self) -> str:
        """The current realm's folder. Raises ``NoRealm`` outside a realm."""
        return str(Path(super().base_location) / current_realm().key)

    @property
    def location(self) -> str:
        """The current realm's folder as an absolute path."""
        return str(Path(self.base_location).resolve())

    def path(self, name: str) -> str:
        """The file's path.

        Raises ``SuspiciousFileOperation`` (Django answers 400) for a name that leads out of the realm's
        folder, through symbolic links too, and for one that no file can have.
        """
        path = super().path(name)
        if (
            "\0" in name
            or any(len(os.fsencode(part)) > _NAME_LIMIT for part in Path(name).parts)
            or len(path) > _PATH_LIMIT
        ):
            raise SuspiciousFileOperation("So kann keine Datei heißen.")
        if not Path(path).resolve().is_relative_to(self.location):
            raise SuspiciousFileOperation(f"Der Pfad „{name}“ führt aus dem Ordner der Kommune hinaus.")
        return path

    def url(self, name: str | None) -> str:
        """Refused: there is no address that serves a file without asking for permission."""
        raise ValueError("Dateien haben keine öffentliche Adresse.")
