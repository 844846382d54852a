"""Puts an archive into a municipality that was provisioned anew."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from kisi.core.realms import MunicipalityRef
from kisi.tenancy import catalog
from kisi.tenancy.database import Cursor, owner_cursor, quoted, work_as_owner_of
from kisi.tenancy.migration_state import states_of_schemas
from shared.onboarding.archive.contents import FILES_FOLDER, MIGRATION_RECORDS, ArchiveDescription, ArchivedTable
from shared.onboarding.archive.reading import blocks_of, verify_archive
from shared.onboarding.leftovers import media_folder


class ArchiveDoesNotFit(RuntimeError):
    """The archive was written by another version of the software than the municipality was made with."""


def restore_archive(path: Path, *, into: MunicipalityRef) -> ArchiveDescription:
    """Replace everything a municipality holds by what the archive holds: tables in one transaction, then files.

    Needs the provisioner's rights. Raises ``ArchiveDamaged``, ``ArchiveDoesNotFit``.
    """
    description = verify_archive(path)
    with zipfile.ZipFile(path) as package:
        with owner_cursor() as cursor, cursor.connection.transaction():
            state = states_of_schemas(cursor, [into.schema])[into.schema]
            if state != description.schema_state:
                raise ArchiveDoesNotFit(
                    f"Das Archiv gehört zum Stand {description.schema_state}, die Kommune hat den Stand {state}. "
                    f"Bitte stellen Sie mit Version {description.software_version} wieder her und migrieren Sie danach."
                )
            work_as_owner_of(cursor, into.schema)
            _load(cursor, package, description, into.schema)
        _unpack_files(package, media_folder(into.schema))
    return description


def _load(cursor: Cursor, package: zipfile.ZipFile, description: ArchiveDescription, schema: str) -> None:
    tables = [table for table in description.tables if table.name != MIGRATION_RECORDS]
    names = ", ".join(f"{quoted(schema)}.{quoted(table.name)}" for table in tables)
    guarded = {row[0] for row in catalog.rows(cursor, catalog.TRIGGERS, schema)}
    for name in guarded:
        # Rows come back as they were: no trigger may give them a new number or a new hash.
        cursor.execute(f"ALTER TABLE {quoted(schema)}.{quoted(name)} DISABLE TRIGGER USER")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    cursor.execute(f"TRUNCATE {names}")
    for table in tables:
        _load_table(cursor, package, table, schema)
    # Checked now: a table with waiting checks cannot be altered.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in guarded:
        cursor.execute(f"ALTER TABLE {quoted(schema)}.{quoted(name)} ENABLE TRIGGER USER")


def _load_table(cursor: Cursor, package: zipfile.ZipFile, table: ArchivedTable, schema: str) -> None:
    columns = ", ".join(quoted(column.name) for column in table.columns)
    target = f"{quoted(schema)}.{quoted(table.name)}"
    with cursor.copy(f"COPY {target} ({columns}) FROM STDIN (FORMAT csv, HEADER match)".encode()) as copy:
        for block in blocks_of(package, table.file):
            copy.write(block)
    for column, last in table.identity.items():
        if last is not None:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [target, column, last])


def _unpack_files(package: zipfile.ZipFile, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name in package.namelist():
        inside = PurePosixPath(name)
        if inside.parts[0] != FILES_FOLDER:
            continue
        target = folder.joinpath(*inside.parts[1:])
        if not target.resolve().is_relative_to(folder.resolve()):
            raise ArchiveDoesNotFit(f"„{name}“ führt aus dem Ordner der Kommune hinaus.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for block in blocks_of(package, name):
                file.write(block)
