"""The demo's contact points: Bensheim's is public knowledge, all others are invented and say so."""

from __future__ import annotations

import random
from datetime import time, timedelta
from typing import Final

from django.utils import timezone

from kisi.core.actors import Actor
from kisi.core.realms import inside, realm_of
from kisi.tenancy.directory import municipality_by_slug
from shared.municipalities.register.entries import DemoEntry
from tenants.contact_points.actions import add_exception, change_contact_point, set_office_hours
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours

DEMO: Final = Actor(kind="system", id="demo", label="Demo")
BENSHEIM: Final = "06431002"
INVENTED: Final = "Erfundene Angaben zur Vorführung."
NAMES: Final = (
    "Integrationsbüro im Rathaus",
    "Anlaufstelle im Bürgerhaus",
    "Treffpunkt Integration",
    "Willkommensbüro",
)
HOURS: Final = ((9, 11), (10, 12), (14, 16), (15, 17), (16, 18))
LANGUAGES: Final = ("en", "uk", "ar", "fa", "tr", "ru", "ku", "ti", "so", "fr")


def open_contact_point(entry: DemoEntry, seed: int) -> None:
    """Give the town's main contact point address and hours, unless somebody has; a second start changes nothing."""
    with inside(realm_of(municipality_by_slug(entry.slug))):
        point = ContactPoint.objects.present().filter(is_main=True).first()
        if point is None or OfficeHours.objects.filter(contact_point=point).exists():
            return
        chance = random.Random(f"{seed}/contact point/{entry.ags}")  # noqa: S311 (hours, not secrets)
        hours = _bensheim(point) if entry.ags == BENSHEIM else _invented(point, entry, chance)
        change_contact_point(contact_point=point, by=DEMO)
        set_office_hours(contact_point=point, hours=hours, by=DEMO)
        _close_soon(point, chance)


def _bensheim(point: ContactPoint) -> list[OfficeHours]:
    """As the town's own pages say it: Tuesday and Thursday, 14 to 16."""
    point.name, point.street = "Integrationszentrum", "Hauptstraße 53"
    point.postal_code, point.place = "64625", "Bensheim"
    return [_line(2, 14, 16), _line(4, 14, 16)]


def _invented(point: ContactPoint, entry: DemoEntry, chance: random.Random) -> list[OfficeHours]:
    point.name, point.place, point.directions = chance.choice(NAMES), entry.name[:100], INVENTED
    point.languages = ["de", *sorted(chance.sample(LANGUAGES, 3))]
    days = sorted(chance.sample(range(1, 6), chance.randint(2, 3)))
    return [_line(day, *chance.choice(HOURS)) for day in days]


def _line(weekday: int, opens: int, closes: int) -> OfficeHours:
    return OfficeHours(weekday=weekday, opens_at=time(opens), closes_at=time(closes))


def _close_soon(point: ContactPoint, chance: random.Random) -> None:
    """A day off in the weeks to come, so that exceptions can be seen."""
    day = timezone.localdate() + timedelta(days=chance.randint(7, 28))
    closed = HoursException(
        contact_point=point, kind="closed", first_day=day, last_day=day, reason="Fortbildung (Beispiel)"
    )
    add_exception(exception=closed, by=DEMO)
