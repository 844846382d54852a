"""Reads an archive again and says whether it is complete."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from shared.onboarding.archive.contents import (
    CHECKSUMS,
    DESCRIPTION,
    FILES_FOLDER,
    STRUCTURE,
    ArchiveDescription,
    ArchivedTable,
    description_from,
)

CHUNK: Final = 1 << 20


class ArchiveDamaged(RuntimeError):
    """The archive is not what was written; the message names the part."""


class RowCounter:
    """Counts the rows of a CSV as it passes by, whatever its fields hold: a line break inside quotes ends no row."""

    def __init__(self) -> None:
        self._quoted = False
        self._line_breaks = 0

    def see(self, block: bytes) -> None:
        """Take in the next block."""
        for position, piece in enumerate(block.split(b'"')):
            if position:
                self._quoted = not self._quoted
            if not self._quoted:
                self._line_breaks += piece.count(b"\n")

    @property
    def rows(self) -> int:
        """Rows so far, without the heading."""
        return max(self._line_breaks - 1, 0)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def blocks_of(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """One part of an archive, block by block."""
    with package.open(name) as part:
        while block := part.read(CHUNK):
            yield block


def verify_archive(path: Path) -> ArchiveDescription:
    """Read the whole archive: every checksum, every heading, every number of rows; its description.

    Raises ``ArchiveDamaged``.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _verify(package)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise ArchiveDamaged(f"Das Archiv ist beschädigt: {error}") from error


def _verify(package: zipfile.ZipFile) -> ArchiveDescription:
    expected = _checksums(package)
    present = set(package.namelist()) - {CHECKSUMS}
    if present != set(expected):
        raise ArchiveDamaged(f"Teile fehlen oder sind zu viel: {', '.join(sorted(present ^ set(expected)))}.")
    description = description_from(package.read(DESCRIPTION).decode())
    tables = {table.file: table for table in description.tables}
    if missing := set(tables) - present:
        raise ArchiveDamaged(f"Diese Tabellen fehlen: {', '.join(sorted(missing))}.")
    for name, checksum in expected.items():
        _verify_part(package, name, checksum, tables.get(name))
    files = sum(name.startswith(f"{FILES_FOLDER}/") for name in present)
    if files != description.files:
        raise ArchiveDamaged(f"{description.files} Dateien sollten es sein, {files} sind es.")
    if not isinstance(json.loads(package.read(STRUCTURE)), list):
        raise ArchiveDamaged(f"{STRUCTURE} ist nicht lesbar.")
    return description


def _verify_part(package: zipfile.ZipFile, name: str, checksum: str, table: ArchivedTable | None) -> None:
    digest, counter, start = hashlib.sha256(), RowCounter(), b""
    for block in blocks_of(package, name):
        start = start or block
        digest.update(block)
        if table:
            counter.see(block)
    if digest.hexdigest() != checksum:
        raise ArchiveDamaged(f"„{name}“ hat eine andere Prüfsumme.")
    if table is None:
        return
    heading = start.split(b"\n", 1)[0].decode()
    if heading.replace('"', "") != ",".join(column.name for column in table.columns):
        raise ArchiveDamaged(f"„{name}“ hat andere Spalten.")
    if counter.rows != table.rows:
        raise ArchiveDamaged(f"„{name}“ hat {counter.rows} Zeilen statt {table.rows}.")


def _checksums(package: zipfile.ZipFile) -> dict[str, str]:
    lines = package.read(CHECKSUMS).decode().splitlines()
    return {name: checksum for checksum, name in (line.split("  ", 1) for line in lines)}
