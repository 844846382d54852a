"""Uploaded files: one folder a realm, chosen when a file is touched and never kept."""

from __future__ import annotations

from pathlib import Path

from django.core.files.storage import FileSystemStorage

from kisi.core.realms import current_realm


class RealmStorage(FileSystemStorage):
    """File storage below ``MEDIA_ROOT/<realm>``; a path that leaves the folder is refused by Django's ``safe_join``.

    Files have no public address: a view that asks for permission serves them.
    """

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
        """The file's path; symbolic links that lead out of the realm's folder are refused."""
        path = super().path(name)
        if not Path(path).resolve().is_relative_to(self.location):
            from django.core.exceptions import SuspiciousFileOperation  # reason: only on the error path

            raise SuspiciousFileOperation(f"Der Pfad „{name}“ führt aus dem Ordner der Kommune hinaus.")
        return path

    def url(self, name: str | None) -> str:
        """Refused: there is no address that serves a file without asking for permission."""
        raise ValueError("Dateien haben keine öffentliche Adresse.")
