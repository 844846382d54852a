"""What a new municipality starts with."""

from __future__ import annotations

from kisi.core.realms import MunicipalityRef
from kisi.core.seeding import town_seed
from tenants.contact_points.models import ContactPoint


@town_seed("contact_points.main", order=20)
def main_contact_point(municipality: MunicipalityRef) -> None:
    """One main contact point without hours: the municipality knows them, nobody else. It fills in the rest."""
    if not ContactPoint.objects.exists():
        ContactPoint.objects.create(name="Anlaufstelle", place=municipality.name[:100], is_main=True)
