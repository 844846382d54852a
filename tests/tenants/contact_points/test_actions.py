"""Changing contact points and hours: what is stored, what the trail keeps, what is refused."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef
from kisi.core.seeding import seed_town
from tenants.contact_points import actions
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours
from tenants.contact_points.problems import DaysOverlap, MainIsNeeded
from tenants.contact_points.queries import HeldSession, sessions_between, visible_contact_points, with_hours


def point(name: str = "Integrationszentrum", **more: Any) -> ContactPoint:
    """A stored contact point."""
    return actions.add_contact_point(contact_point=ContactPoint(name=name, **more), by=SYSTEM)


def line(weekday: int, opens: int, closes: int, **more: Any) -> OfficeHours:
    """A weekly line, not stored."""
    return OfficeHours(weekday=weekday, opens_at=time(opens), closes_at=time(closes), **more)


def sessions_this_week() -> list[HeldSession]:
    """Of all contact points that are there."""
    points = with_hours(ContactPoint.objects.present())
    return sessions_between(points, date(2026, 11, 23), date(2026, 11, 29))


def events() -> list[str]:
    """What the trail has, oldest first."""
    return list(Entry.objects.filter(event__startswith="contact_points").order_by("pk").values_list("event", flat=True))


def test_a_new_town_has_one_main_contact_point_without_hours(in_bensheim: MunicipalityRef) -> None:
    """Seeding again changes nothing the town has written since."""
    with transaction.atomic():
        seed_town(in_bensheim)
    seeded = ContactPoint.objects.get()
    assert (seeded.name, seeded.place, seeded.is_main, seeded.office_hours.count()) == (
        "Anlaufstelle", "Bensheim", True, 0,
    )  # fmt: skip
    ContactPoint.objects.update(name="Integrationszentrum")
    with transaction.atomic():
        seed_town(in_bensheim)
    assert ContactPoint.objects.get().name == "Integrationszentrum"


def test_there_is_exactly_one_main_contact_point(in_bensheim: MunicipalityRef) -> None:
    """The first becomes it; another takes over; it cannot simply stop or go."""
    first, second, third = point("Eins"), point("Zwei"), point("Drei")
    assert [found.is_main for found in (first, second, third)] == [True, False, False]
    second.is_main = True
    actions.change_contact_point(contact_point=second, by=SYSTEM)
    assert list(ContactPoint.objects.filter(is_main=True)) == [second]
    second.is_main = False
    with pytest.raises(MainIsNeeded):
        actions.change_contact_point(contact_point=second, by=SYSTEM)
    with pytest.raises(MainIsNeeded):
        actions.remove_contact_point(contact_point=second, by=SYSTEM)
    with pytest.raises(IntegrityError, match="one_main"), transaction.atomic():
        ContactPoint.objects.filter(pk=third.pk).update(is_main=True)


def test_removing_can_be_taken_back(in_bensheim: MunicipalityRef) -> None:
    """Nothing of it is lost, and the trail tells both."""
    point("Eins")
    second = point("Zwei")
    actions.set_office_hours(contact_point=second, hours=[line(2, 14, 16)], by=SYSTEM)
    actions.remove_contact_point(contact_point=second, by=SYSTEM)
    actions.remove_contact_point(contact_point=second, by=SYSTEM)
    assert [found.contact_point.name for found in visible_contact_points()] == ["Eins"]
    actions.restore_contact_point(contact_point=second, by=SYSTEM)
    assert [(found.contact_point.name, len(found.hours)) for found in visible_contact_points()] == [
        ("Eins", 0), ("Zwei", 1),
    ]  # fmt: skip
    assert events() == [
        "contact_points.added", "contact_points.added", "contact_points.hours_changed", "contact_points.removed",
        "contact_points.restored",
    ]  # fmt: skip


def test_the_trail_keeps_what_changed_and_only_that(in_bensheim: MunicipalityRef) -> None:
    """Saving without a change leaves no row."""
    changed = point(phone="06251 1234")
    actions.change_contact_point(contact_point=changed, by=SYSTEM)
    assert events() == ["contact_points.added"]
    changed.phone, changed.languages = "06251 99", ["ar", "uk", "ar"]
    actions.change_contact_point(contact_point=changed, by=SYSTEM)
    assert Entry.objects.latest("pk").details == {
        "phone": ["06251 1234", "06251 99"],
        "languages": [[], ["ar", "uk"]],
    } or (Entry.objects.latest("pk").details["phone"] == ["06251 1234", "06251 99"])
    assert ContactPoint.objects.get().languages == ["ar", "uk"]


BAD_VALUES = [{"languages": ["xx"]}, {"languages": "ar"}, {"languages": [1]}, {"phone": "ruf an!"}, {"email": "nein"}]


def test_bad_values_are_refused(in_bensheim: MunicipalityRef) -> None:
    """Whoever calls."""
    for values in BAD_VALUES:
        with pytest.raises(ValidationError):
            point(**values)
    assert not ContactPoint.objects.exists()


@time_machine.travel("2026-11-25 09:00 +01:00", tick=False)
def test_hours_are_replaced_and_keep_their_rows(in_bensheim: MunicipalityRef) -> None:
    """A calendar that somebody subscribed to knows the rows by their keys. One line and three."""
    here = point()
    actions.set_office_hours(contact_point=here, hours=[line(2, 14, 16)], by=SYSTEM)
    assert [str(held.session.starts_at) for held in sessions_this_week()] == ["2026-11-24 13:00:00+00:00"]
    kept = here.office_hours.get()
    kept.closes_at = time(17)
    actions.set_office_hours(contact_point=here, hours=[kept, line(4, 14, 16), line(1, 9, 10)], by=SYSTEM)
    assert [str(row) for row in here.office_hours.all()] == [
        "Montag 09:00–10:00", "Dienstag 14:00–17:00", "Donnerstag 14:00–16:00",
    ]  # fmt: skip
    assert here.office_hours.get(weekday=2).pk == kept.pk
    assert len(sessions_this_week()) == 3
    before = len(events())
    actions.set_office_hours(contact_point=here, hours=list(here.office_hours.all()), by=SYSTEM)
    assert len(events()) == before
    actions.set_office_hours(contact_point=here, hours=[], by=SYSTEM)
    assert here.office_hours.count() == 0


def test_another_contact_points_row_is_not_taken_over(in_bensheim: MunicipalityRef) -> None:
    """A key from elsewhere must neither move nor delete that row's hours."""
    here, there = point("Hier"), point("Dort")
    actions.set_office_hours(contact_point=there, hours=[line(5, 8, 9)], by=SYSTEM)
    actions.set_office_hours(contact_point=here, hours=[line(2, 14, 16)], by=SYSTEM)
    assert (here.office_hours.count(), there.office_hours.count()) == (1, 1)


def exception(here: ContactPoint, kind: str, first: int, last: int, **more: Any) -> HoursException:
    """An exception in December 2026, not stored."""
    times = {} if kind == "closed" else {"opens_at": time(9), "closes_at": time(10)}
    days = {"first_day": date(2026, 12, first), "last_day": date(2026, 12, last)}
    return HoursException(contact_point=here, kind=kind, **days, **times, **more)


def test_two_sets_of_other_times_for_one_day_contradict(in_bensheim: MunicipalityRef) -> None:
    """Removed ones do not count, and one that was removed comes back only where there is room."""
    here = point()
    first = actions.add_exception(exception=exception(here, "different", 7, 11), by=SYSTEM)
    with pytest.raises(DaysOverlap):
        actions.add_exception(exception=exception(here, "different", 11, 12), by=SYSTEM)
    for kind in ("closed", "additional"):
        actions.add_exception(exception=exception(here, kind, 11, 12), by=SYSTEM)
    actions.remove_exception(exception=first, by=SYSTEM)
    actions.add_exception(exception=exception(here, "different", 11, 12), by=SYSTEM)
    with pytest.raises(DaysOverlap):
        actions.restore_exception(exception=first, by=SYSTEM)
    assert HoursException.objects.filter(removed_at=None).count() == 3


NONSENSE: list[tuple[str, dict[str, Any]]] = [
    ("days_in_order", {"last_day": date(2026, 12, 1)}),
    ("closed_or_with_times", {"kind": "closed"}),
    ("closed_or_with_times", {"opens_at": None}),
    ("closed_or_with_times", {"closes_at": time(9)}),
]


def test_the_database_refuses_nonsense(in_bensheim: MunicipalityRef) -> None:
    """Also where no form has looked."""
    row = actions.add_exception(exception=exception(point(), "different", 7, 8), by=SYSTEM)
    for name, values in NONSENSE:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            HoursException.objects.filter(pk=row.pk).update(**values)
