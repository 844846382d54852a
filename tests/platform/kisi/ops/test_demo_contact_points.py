"""The demo's contact points: Bensheim's known hours, invented ones elsewhere; a second start changes nothing."""

from __future__ import annotations

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.ops.demo_data.contact_points import INVENTED, open_contact_point
from shared.municipalities.register.entries import DemoEntry
from tenants.contact_points.models import ContactPoint, HoursException
from tenants.contact_points.seeds import main_contact_point

TOWNS = (DemoEntry("06431002", "bensheim", "Bensheim"), DemoEntry("06440005", "butzbach", "Butzbach"))


def test_hours_are_there_once(bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> None:
    """One town with facts, one with invented ones."""
    for town, entry in zip((bensheim, butzbach), TOWNS, strict=True):
        with inside(realm_of(town)):
            main_contact_point(town)
        open_contact_point(entry, 1)
        with inside(realm_of(town)):
            rows = Entry.objects.count()
        open_contact_point(entry, 1)
        with inside(realm_of(town)):
            assert Entry.objects.count() == rows
            assert HoursException.objects.count() == 1
    with inside(realm_of(bensheim)):
        point = ContactPoint.objects.get()
        assert (point.name, point.address) == ("Integrationszentrum", "Hauptstraße 53, 64625 Bensheim")
        assert [str(row) for row in point.office_hours.all()] == ["Dienstag 14:00–16:00", "Donnerstag 14:00–16:00"]
    with inside(realm_of(butzbach)):
        point = ContactPoint.objects.get()
        assert (point.street, point.directions) == ("", INVENTED)
        assert point.office_hours.count() in {2, 3}
