"""What the platform's rows say, compared with what the database server has."""

from __future__ import annotations

from kisi.core.realms import PROVISIONING, inside
from shared.municipalities.models import Municipality
from shared.onboarding.reconciling import discrepancies
from shared.operation.reports import Finding, Report


def reconciled() -> Report:
    """Everything that is there only in part; under the municipality's name where it has one."""
    with inside(PROVISIONING):
        names = dict(Municipality.objects.values_list("schema_name", "name"))
        found = discrepancies()
    return Report(
        len(names), tuple(Finding(names.get(one.schema, one.schema), f"{one.schema}: {one.problem}") for one in found)
    )
