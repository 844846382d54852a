"""Runs Django's migrations once on one schema and writes down what they told the database.

The same statements, replayed on every schema in the same state, do the same there – in
milliseconds instead of seconds. What cannot be replayed (Python code over rows, statements outside
a transaction) is recognised from the plan and takes the ordinary path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.migrations import RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.executor import MigrationExecutor

from kisi.core.realms import inside, owning

Statement = tuple[str, Any]
_NOT_REPLAYED: Final = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "SHOW")
_NEW_TABLE: Final = re.compile(
    r"\bCREATE\s+(UNLOGGED\s+|OR\s+REPLACE\s+)?(TABLE|(MATERIALIZED\s+)?VIEW)\b", re.IGNORECASE
)
_DJANGO_OPERATIONS: Final = "django.db.migrations.operations."


@dataclass(slots=True)
class Recording:
    """What one run of the migrations did: its statements, and why they may not be replayed (empty: they may)."""

    statements: list[Statement] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    applied: int = 0

    @property
    def makes_tables(self) -> bool:
        """Whether there are new tables afterwards: they have no rights yet."""
        return any(_NEW_TABLE.search(sql) for sql, _params in self.statements)

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Django's execute wrapper."""
        result = execute(sql, params, many, context)
        text = str(sql)
        if text.lstrip().upper().startswith("ROLLBACK"):
            self.obstacles.append("a statement was rolled back")
        elif many:
            self.statements += [(text, one) for one in params]
        elif not text.lstrip().upper().startswith(_NOT_REPLAYED):
            self.statements.append((text, params))
        return result


def migrate_schema(schema: str) -> Recording:
    """Bring one schema to the newest migration with Django's own executor; what it did.

    Raises whatever a migration raises; the failing migration is rolled back by Django.
    """
    with inside(owning(schema)):
        try:
            executor = MigrationExecutor(connection)
            executor.loader.check_consistent_history(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            recording = Recording(obstacles=_obstacles(plan), applied=len(plan))
            if plan:
                with connection.execute_wrapper(recording):
                    executor.migrate(executor.loader.graph.leaf_nodes(), plan)
        finally:
            connection.close()
    return recording


def _obstacles(plan: list[tuple[Any, bool]]) -> list[str]:
    return [f"{migration}: {reason}" for migration, _backwards in plan for reason in _reasons_of(migration)]


def _reasons_of(migration: Any) -> list[str]:
    reasons = [] if migration.atomic else ["runs outside a transaction"]
    for operation in _flattened(migration.operations):
        if isinstance(operation, RunPython):
            reasons += ["runs Python code over rows"] if operation.code is not RunPython.noop else []
        elif isinstance(operation, RunSQL):
            reasons += ["runs a query that the recording leaves out"] if _begins_unrecorded(operation) else []
        elif not type(operation).__module__.startswith(_DJANGO_OPERATIONS):
            reasons.append(f"is of a kind that may look at rows: {type(operation).__name__}")
    return reasons


def _flattened(operations: Iterable[Any]) -> Iterator[Any]:
    """Operations with those inside ``SeparateDatabaseAndState``."""
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _flattened(operation.database_operations)
        else:
            yield operation


def _begins_unrecorded(operation: RunSQL) -> bool:
    """Whether one of the statements looks like Django's own questions, which are not replayed."""
    parts = operation.sql if isinstance(operation.sql, (list, tuple)) else [operation.sql]
    texts = [part[0] if isinstance(part, (list, tuple)) else part for part in parts]
    return any(str(text).lstrip().upper().startswith(_NOT_REPLAYED) for text in texts)
