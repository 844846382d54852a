"""Which municipalities' schemas are no longer like the template – whatever their migration records say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kisi.tenancy import catalog
from kisi.tenancy.blueprint import TEMPLATE_SCHEMA
from kisi.tenancy.database import owner_cursor


def drifted_schemas(schemas: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """The schemas whose structure differs from the template's: part (tables, columns, …) → what differs, by name.

    A name is that of the table the difference is in; of a function its own. No name: only their order differs.

    Only meaningful for schemas that are at the newest migration. Raises ``NoProvisioningRights`` in a process
    without the provisioner's password.
    """
    with owner_cursor() as cursor:
        expected = catalog.description_of(cursor, TEMPLATE_SCHEMA)
        found = {schema: catalog.description_of(cursor, schema) for schema in schemas}
    differing = {schema: _differing(expected, described) for schema, described in found.items()}
    return {schema: parts for schema, parts in differing.items() if parts}


def _differing(
    expected: dict[str, list[tuple[Any, ...]]], described: dict[str, list[tuple[Any, ...]]]
) -> dict[str, list[str]]:
    return {
        part: sorted({str(row[0]) for row in {*rows} ^ {*described[part]}})
        for part, rows in expected.items()
        if described[part] != rows
    }
