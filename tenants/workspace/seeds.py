"""What the workspace of a new municipality starts with."""

from __future__ import annotations

from kisi.core.realms import MunicipalityRef
from kisi.core.seeding import town_seed
from tenants.workspace.models import ONLY_ROW, WorkspaceSettings


@town_seed("workspace.settings", order=10)
def workspace_settings(municipality: MunicipalityRef) -> None:
    """The municipality's own row with its official name; the rest it fills in itself."""
    WorkspaceSettings.objects.bulk_create(
        [WorkspaceSettings(id=ONLY_ROW, official_name=municipality.name)], ignore_conflicts=True
    )
