"""What stands in an archive: the names of its parts, and the description that comes with the tables."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final

DESCRIPTION: Final = "archiv.json"
STRUCTURE: Final = "struktur.json"
README: Final = "LIESMICH.md"
CHECKSUMS: Final = "SHA256SUMS"
TABLES_FOLDER: Final = "tabellen"
FILES_FOLDER: Final = "dateien"

FORMAT: Final = "kisi-archiv"
FORMAT_VERSION: Final = 1

LEFT_OUT: Final = {"django_session": "Anmeldungen verfallen und werden nicht aufbewahrt."}
"""Tables whose structure is kept and whose rows are not, with the reason."""
MIGRATION_RECORDS: Final = "django_migrations"


@dataclass(frozen=True, slots=True)
class ArchivedColumn:
    """A column as PostgreSQL describes it; ``label`` is what the product calls it."""

    name: str
    type: str
    nullable: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedTable:
    """A table: ``rows`` in ``file``; ``identity`` holds the last value an identity column gave out (None: none yet)."""

    name: str
    file: str
    rows: int
    columns: tuple[ArchivedColumn, ...]
    primary_key: tuple[str, ...]
    identity: dict[str, int | None]
    label: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveDescription:
    """The content of ``archiv.json``."""

    municipality: dict[str, str]
    created_at: str
    software_version: str
    schema_state: str
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[ArchivedTable, ...]
    files: int
    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    server: str = field(default="")

    def to_json(self) -> str:
        """The text of the file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def description_from(text: str) -> ArchiveDescription:
    """Read ``archiv.json``. Raises ``ValueError`` for anything that is not one of ours."""
    try:
        return _described(json.loads(text))
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"Die Beschreibung des Archivs ist nicht lesbar ({DESCRIPTION}).") from error


def _described(raw: dict[str, Any]) -> ArchiveDescription:
    if raw["format"] != FORMAT or raw["format_version"] != FORMAT_VERSION:
        raise ValueError(
            f"Dieses Archiv hat das Format {raw['format']} {raw['format_version']}, "
            f"gelesen werden kann {FORMAT} {FORMAT_VERSION}."
        )
    tables = tuple(_table(table) for table in raw["tables"])
    migrations = tuple((app, name) for app, name in raw["migrations"])
    return ArchiveDescription(**{**raw, "tables": tables, "migrations": migrations})


def _table(raw: dict[str, Any]) -> ArchivedTable:
    columns = tuple(ArchivedColumn(**column) for column in raw["columns"])
    return ArchivedTable(**{**raw, "columns": columns, "primary_key": tuple(raw["primary_key"])})
