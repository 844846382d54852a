"""Writes the archive of one municipality: beside its final name first, checked, then moved into place."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from kisi.core.realms import MunicipalityRef
from kisi.tenancy.migration_state import state_of
from shared.onboarding.archive.contents import (
    CHECKSUMS,
    DESCRIPTION,
    FILES_FOLDER,
    LEFT_OUT,
    README,
    STRUCTURE,
    TABLES_FOLDER,
    ArchiveDescription,
    ArchivedTable,
)
from shared.onboarding.archive.reading import RowCounter, digest_of, verify_archive
from shared.onboarding.archive.readme import readme_for
from shared.onboarding.archive.snapshot import Snapshot, snapshot_of, table_labels
from shared.onboarding.leftovers import media_folder

CHUNK: Final = 1 << 20
_ALREADY_SMALL: Final = frozenset(
    {".zip", ".gz", ".jpg", ".jpeg", ".png", ".webp", ".pdf", ".docx", ".xlsx", ".mp4", ".mp3"}
)


@dataclass(frozen=True, slots=True)
class WrittenArchive:
    """An archive that was written, read again and found complete."""

    file: Path
    sha256: str
    size: int
    description: ArchiveDescription

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.description.tables)


class _Parts:
    """The zip file being written, and the checksum of each part."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self.checksums: dict[str, str] = {}

    def add(self, name: str, blocks: Iterable[bytes], *, also: Callable[[bytes], object] | None = None) -> None:
        """Write one part block by block; ``also`` sees every block."""
        digest = hashlib.sha256()
        how = zipfile.ZIP_STORED if Path(name).suffix.lower() in _ALREADY_SMALL else zipfile.ZIP_DEFLATED
        info = zipfile.ZipInfo(name, date_time=datetime.now(UTC).timetuple()[:6])
        info.compress_type = how
        info.external_attr = 0o600 << 16
        with self._package.open(info, "w", force_zip64=True) as part:
            for block in blocks:
                part.write(block)
                digest.update(block)
                if also:
                    also(block)
        self.checksums[name] = digest.hexdigest()

    def add_text(self, name: str, text: str) -> None:
        """Write one part from a text."""
        self.add(name, [text.encode()])


def write_archive(municipality: MunicipalityRef, folder: Path, *, now: datetime) -> WrittenArchive:
    """Archive a municipality into ``folder`` (made if needed, readable by its owner only); replaces an earlier attempt.

    Nobody may be able to write for the municipality meanwhile, or what is written later is not in the archive.
    Raises ``ArchiveDamaged`` when what was written cannot be read back, ``OSError`` when the disk refuses.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"kisi-{municipality.ags}-{municipality.slug}.zip"
    draft = target.with_suffix(".zip.part")
    draft.unlink(missing_ok=True)
    with _private_file(draft) as file, zipfile.ZipFile(file, "w", compresslevel=6) as package:
        description = _fill(_Parts(package), municipality, now)
    _flush(draft)
    verify_archive(draft)
    checksum = digest_of(draft)
    draft.replace(target)
    sums = target.with_suffix(".zip.sha256")
    sums.write_text(f"{checksum}  {target.name}\n", encoding="utf-8")
    (folder / README).write_text(readme_for(description), encoding="utf-8")
    _flush(folder)
    return WrittenArchive(target, checksum, target.stat().st_size, description)


def _fill(parts: _Parts, municipality: MunicipalityRef, now: datetime) -> ArchiveDescription:
    with snapshot_of(municipality.schema) as snapshot:
        tables = tuple(_add_table(parts, snapshot, table) for table in snapshot.columns)
        migrations = tuple(snapshot.migrations())
        parts.add_text(STRUCTURE, json.dumps(snapshot.structure(), ensure_ascii=False, indent=1) + "\n")
        server = str(snapshot.cursor.connection.info.parameter_status("server_version"))
    description = ArchiveDescription(
        municipality={
            "ags": municipality.ags,
            "name": municipality.name,
            "slug": municipality.slug,
            "schema": municipality.schema,
        },
        created_at=now.isoformat(timespec="seconds"),
        software_version=_software_version(),
        schema_state=state_of(migrations),
        migrations=migrations,
        tables=tables,
        files=_add_media(parts, media_folder(municipality.schema)),
        server=f"PostgreSQL {server}",
    )
    parts.add_text(DESCRIPTION, description.to_json())
    parts.add_text(README, readme_for(description))
    listed = "".join(f"{checksum}  {name}\n" for name, checksum in parts.checksums.items())
    parts.add_text(CHECKSUMS, listed)
    return description


def _add_table(parts: _Parts, snapshot: Snapshot, table: str) -> ArchivedTable:
    counter = RowCounter()
    file = f"{TABLES_FOLDER}/{table}.csv"
    parts.add(file, snapshot.rows_as_csv(table), also=counter.see)
    return ArchivedTable(
        name=table,
        file=file,
        rows=counter.rows,
        columns=tuple(snapshot.columns[table]),
        primary_key=tuple(snapshot.primary_keys.get(table, [])),
        identity=snapshot.identity_values(table),
        label=table_labels().get(table, ""),
        left_out=LEFT_OUT.get(table, ""),
    )


def _add_media(parts: _Parts, folder: Path) -> int:
    """Add every file; a symbolic link is not followed, it could lead to somebody else's files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    for path in files:
        parts.add(f"{FILES_FOLDER}/{path.relative_to(folder).as_posix()}", _blocks(path))
    return len(files)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            yield block


def _software_version() -> str:
    """The installed version; a checkout that runs in place has none."""
    try:
        return version("kisi")
    except PackageNotFoundError:
        return "aus dem Quelltext"


def _private_file(path: Path) -> io.BufferedWriter:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _flush(path: Path) -> None:
    """Make sure that a file or folder is on the disk before anything relies on it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
