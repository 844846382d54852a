"""Which municipalities' schemas are no longer like the template – whatever their migration records say."""

from __future__ import annotations

from collections.abc import Sequence

from kisi.tenancy import catalog
from kisi.tenancy.blueprint import TEMPLATE_SCHEMA
from kisi.tenancy.database import owner_cursor


def drifted_schemas(schemas: Sequence[str]) -> dict[str, list[str]]:
    """The schemas whose structure differs from the template's, with the parts that differ (tables, columns, …).

    Only meaningful for schemas that are at the newest migration. Raises ``NoProvisioningRights`` in a process
    without the provisioner's password.
    """
    with owner_cursor() as cursor:
        expected = catalog.description_of(cursor, TEMPLATE_SCHEMA)
        found = {schema: catalog.description_of(cursor, schema) for schema in schemas}
    return {
        schema: parts
        for schema, described in found.items()
        if (parts := [part for part, rows in expected.items() if described[part] != rows])
    }
