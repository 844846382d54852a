"""``kisi migrate``: brings the public schema and every municipality's schema to the newest state.

One query finds who is behind; Django's executor runs once for each distinct state (on the template
schema, or on one representative); the rest is a replay, in parallel, each town in one transaction of
its own. A town that fails is named and does not stop the others; running again goes on where it stopped.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import psycopg
from django.db import Error as DjangoDatabaseError
from psycopg import errors

from kisi.core.realms import PUBLIC_SCHEMA
from kisi.tenancy import blueprint, catalog, recording
from kisi.tenancy.database import Cursor, owner_cursor, quoted, work_as_owner_of
from kisi.tenancy.grants import apply_public_rights, repair_town_rights, schemas_with_wrong_rights
from kisi.tenancy.migration_state import state_of_code, state_query, states_of_schemas

LOCK_KEY: Final = 0x6B697369
"""Key of the advisory lock that keeps two `kisi migrate` apart."""
ATTEMPTS: Final = 5

Progress = Callable[[int, int], None]


class MigrationInProgress(RuntimeError):
    """Another `kisi migrate` is at work."""


@dataclass(slots=True)
class MigrationReport:
    """What a run did. ``failed`` maps schema names to the reason.

    ``rights_repaired`` counts towns that had other rights than they should, whether or not they had a migration to do.
    """

    public_applied: int = 0
    template_applied: int = 0
    up_to_date: int = 0
    replayed: int = 0
    executed: int = 0
    rights_repaired: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether every schema is at the newest state."""
        return not self.failed


def migrate_all(
    *, workers: int = 4, only: Sequence[str] | None = None, progress: Progress | None = None
) -> MigrationReport:
    """Bring all schemas (or only the given municipalities' schemas) to the newest state.

    ``progress`` is called with (done, of). Raises ``MigrationInProgress``, and whatever a migration of
    the public schema raises: without it nothing else can go on.
    """
    started = time.monotonic()
    report = MigrationReport()
    with owner_cursor() as cursor:
        _lock(cursor)
        try:
            _migrate(cursor, report, workers=workers, only=only, progress=progress)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])
    report.seconds = time.monotonic() - started
    return report


def _lock(cursor: Cursor) -> None:
    if not cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_KEY]).fetchone()[0]:  # type: ignore[index]
        raise MigrationInProgress("Ein anderes `kisi migrate` läuft gerade. Bitte warten Sie, bis es fertig ist.")


def _migrate(
    cursor: Cursor, report: MigrationReport, *, workers: int, only: Sequence[str] | None, progress: Progress | None
) -> None:
    newest = state_of_code()
    states = states_of_schemas(cursor, [PUBLIC_SCHEMA, blueprint.TEMPLATE_SCHEMA])
    if states[PUBLIC_SCHEMA] != newest:
        report.public_applied = recording.migrate_schema(PUBLIC_SCHEMA).applied
    apply_public_rights()
    template_before = states[blueprint.TEMPLATE_SCHEMA]
    recorded = {}
    if template_before != newest:
        recorded[template_before] = _migrate_template(cursor, report)
    _store_blueprint_if_new(cursor)
    up_to_date, behind = _by_state(cursor, newest, only, report)
    tables = catalog.tables_of(cursor, blueprint.TEMPLATE_SCHEMA) if behind else []
    progress = progress or (lambda _done, _of: None)
    _bring_up(behind, recorded, report, tables=tables, workers=workers, progress=progress)
    # Also where a replay has just been: it sets the rights of new tables only.
    migrated = [schema for schemas in behind.values() for schema in schemas if schema not in report.failed]
    for schema in schemas_with_wrong_rights(cursor, [*up_to_date, *migrated]):
        _repair_rights(schema, report)


def _repair_rights(schema: str, report: MigrationReport) -> None:
    if problem := _finish(schema):
        report.failed[schema] = problem
    else:
        report.rights_repaired += 1


def _migrate_template(cursor: Cursor, report: MigrationReport) -> recording.Recording:
    cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(blueprint.TEMPLATE_SCHEMA)}")
    done = recording.migrate_schema(blueprint.TEMPLATE_SCHEMA)
    report.template_applied = done.applied
    return done


def _store_blueprint_if_new(cursor: Cursor) -> None:
    state = states_of_schemas(cursor, [blueprint.TEMPLATE_SCHEMA])[blueprint.TEMPLATE_SCHEMA]
    cursor.execute("SELECT state FROM public.tenancy_schemablueprint")
    if [row[0] for row in cursor.fetchall()] != [state]:
        blueprint.store_blueprint()


def _by_state(
    cursor: Cursor, newest: str, only: Sequence[str] | None, report: MigrationReport
) -> tuple[list[str], dict[str, list[str]]]:
    """The schemas at the newest state, and those that are behind, grouped by the state they are in."""
    cursor.execute("SELECT schema_name FROM public.municipalities_municipality WHERE status <> 'left' ORDER BY id")
    schemas = [row[0] for row in cursor.fetchall() if only is None or row[0] in only]
    groups = defaultdict(list)
    for schema, state in states_of_schemas(cursor, schemas).items():
        groups[state].append(schema)
    up_to_date = groups.pop(newest, [])
    report.up_to_date = len(up_to_date)
    missing = groups.pop("", [])
    report.failed |= dict.fromkeys(missing, "Das Schema fehlt in der Datenbank.")
    return up_to_date, dict(groups)


def _bring_up(
    behind: dict[str, list[str]],
    recorded: dict[str, recording.Recording],
    report: MigrationReport,
    *,
    tables: Sequence[str],
    workers: int,
    progress: Progress,
) -> None:
    total = sum(map(len, behind.values()))
    done = 0
    for state, schemas in behind.items():
        record, rest = recorded.get(state), schemas
        if record is None:
            record, rest = _run_on_a_representative(schemas, report)
        if record is None:
            continue
        work = _execute if record.obstacles else _replayer(record, tables)
        with ThreadPoolExecutor(max_workers=workers) as pool:
            for schema, problem in zip(rest, pool.map(work, rest), strict=True):
                done += 1
                _note(report, schema, problem, replayed=not record.obstacles)
                progress(done, total)


def _run_on_a_representative(
    schemas: list[str], report: MigrationReport
) -> tuple[recording.Recording | None, list[str]]:
    """Run Django's executor on the first schema that lets it; what it did, and who is left."""
    for index, schema in enumerate(schemas):
        try:
            done = recording.migrate_schema(schema)
        except (DjangoDatabaseError, psycopg.Error, ValueError, RuntimeError) as error:
            report.failed[schema] = _in_a_line(error)
            continue
        problem = _finish(schema)
        _note(report, schema, problem, replayed=False)
        return done, schemas[index + 1 :]
    return None, []


def _note(report: MigrationReport, schema: str, problem: str, *, replayed: bool) -> None:
    if problem:
        report.failed[schema] = problem
    elif replayed:
        report.replayed += 1
    else:
        report.executed += 1


def _execute(schema: str) -> str:
    """Migrate one schema the ordinary way; the problem in a line, or nothing."""
    try:
        recording.migrate_schema(schema)
    except Exception as error:
        return _in_a_line(error)
    return _finish(schema)


def _replayer(record: recording.Recording, tables: Sequence[str]) -> Callable[[str], str]:
    with_rights = tables if record.makes_tables else ()

    def replay(schema: str) -> str:
        return _in_one_transaction(schema, record.statements, with_rights)

    return replay


def _finish(schema: str) -> str:
    return _in_one_transaction(schema, [])


def _in_one_transaction(
    schema: str, statements: Iterable[recording.Statement], tables: Sequence[str] | None = None
) -> str:
    """Replay on one schema, set its rights and write down its new state.

    ``tables`` narrows the rights to theirs; none at all where the statements changed no rights.

    Tries again where a lock was not to be had.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with owner_cursor() as cursor, cursor.connection.transaction():
                work_as_owner_of(cursor, schema)
                for sql, params in statements:
                    cursor.execute(sql, params)
                if tables is None or tables:
                    repair_town_rights(cursor, schema, tables=tables)
                cursor.execute(_state_update(schema))
        except (errors.LockNotAvailable, errors.DeadlockDetected) as error:
            if attempt == ATTEMPTS:
                return _in_a_line(error)
            time.sleep(0.2 * attempt)
        except psycopg.Error as error:
            return _in_a_line(error)
        else:
            return ""
    return ""


def _state_update(schema: str) -> str:
    """What the schema's own records say, into the municipality's row."""
    return (
        f"UPDATE public.municipalities_municipality SET schema_state = ({state_query(schema)})"  # noqa: S608 (a checked name)
        f" WHERE schema_name = {quoted(schema).replace(chr(34), chr(39))}"
    )


def _in_a_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"[:300]
