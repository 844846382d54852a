"""What a program asks for about a contact point, checked by the rules of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from api.problems.forms import form_errors, require_valid
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.problems.validation import child_pointer
from api.requests.fields import (
    ChangeSerializer,
    Clock,
    Day,
    ListOf,
    OneOf,
    StrictSerializer,
    Text,
    TrueOrFalse,
    Whole,
)
from tenants.contact_points.forms import ContactPointForm, ExceptionForm, OfficeHoursFormSet, office_hours_in
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours
from tenants.contact_points.vocabulary import SPOKEN_LANGUAGES, ExceptionKind

MEMBERS: Final = (
    "name", "street", "postal_code", "place", "directions", "accessibility", "phone", "email", "languages", "order",
    "is_main", "is_visible",
)  # fmt: skip
MOST_HOURS: Final = 40
_LINES: Final = "lines"


class ContactPointWish(StrictSerializer):
    """What is said about a new contact point."""

    name = Text(max_length=120)
    street = Text(required=False, allow_blank=True, max_length=120)
    postal_code = Text(required=False, allow_blank=True, max_length=5)
    place = Text(required=False, allow_blank=True, max_length=100)
    directions = Text(required=False, allow_blank=True, max_length=300)
    accessibility = Text(required=False, allow_blank=True, max_length=1000, help_text="Barrierefreiheit vor Ort.")
    phone = Text(required=False, allow_blank=True, max_length=40)
    email = Text(required=False, allow_blank=True, max_length=254, help_text="Eine Adresse der Stelle.")
    languages = ListOf(
        child=OneOf(choices=list(SPOKEN_LANGUAGES)), required=False, max_length=50, help_text="Sprachen der Beratung."
    )
    order = Whole(required=False, min_value=0, max_value=32_767, help_text="Kleinere Zahlen stehen weiter oben.")
    is_main = TrueOrFalse(required=False, help_text="Die Haupt-Anlaufstelle der Kommune.")
    is_visible = TrueOrFalse(required=False, help_text="Auf der öffentlichen Seite zeigen.")


class ContactPointChange(ChangeSerializer, ContactPointWish):
    """What is to be different about a contact point."""


class WeeklyHoursWish(StrictSerializer):
    """Open every week on one weekday."""

    weekday = Whole(min_value=1, max_value=7, help_text="1 ist Montag, 7 ist Sonntag.")
    opens_at = Clock()
    closes_at = Clock()
    note = Text(required=False, allow_blank=True, max_length=120)
    valid_from = Day(required=False, allow_null=True)
    valid_until = Day(required=False, allow_null=True)


class OfficeHoursWish(StrictSerializer):
    """All weekly hours of a contact point; those that are missing are gone afterwards."""

    office_hours = ListOf(child=WeeklyHoursWish(), max_length=MOST_HOURS)


class ExceptionWish(StrictSerializer):
    """Other hours, or none, on some days in a row."""

    kind = OneOf(choices=ExceptionKind.choices)
    first_day = Day()
    last_day = Day(required=False, help_text="Ohne Angabe nur der erste Tag.")
    opens_at = Clock(required=False, allow_null=True, help_text="Nötig, außer bei „closed“.")
    closes_at = Clock(required=False, allow_null=True, help_text="Nötig, außer bei „closed“.")
    reason = Text(required=False, allow_blank=True, max_length=120, help_text="Steht auf der öffentlichen Seite.")


def new_contact_point(data: Any) -> ContactPoint:
    """A contact point as a program wants it, not stored.

    Raises:
        ApiProblem: 422 naming every member that does not fit; ``ValidationError`` likewise.
    """
    wish = ContactPointWish(data=data)
    wish.is_valid(raise_exception=True)
    return _checked(wish.validated_data, ContactPoint())


def changed_contact_point(data: Any, point: ContactPoint) -> ContactPoint:
    """A contact point with what a program wants to be different, not stored. Raises as ``new_contact_point``."""
    change = ContactPointChange(data=data)
    change.is_valid(raise_exception=True)
    return _checked(change.validated_data, point)


def weekly_hours(data: Any) -> list[OfficeHours]:
    """Weekly hours as a program wants them, not stored. Raises as ``new_contact_point``."""
    wish = OfficeHoursWish(data=data)
    wish.is_valid(raise_exception=True)
    lines = wish.validated_data["office_hours"]
    filled: dict[str, Any] = {f"{_LINES}-TOTAL_FORMS": len(lines), f"{_LINES}-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        filled |= {f"{_LINES}-{number}-{name}": value for name, value in line.items()}
    forms = OfficeHoursFormSet(filled, queryset=OfficeHours.objects.none(), prefix=_LINES)
    if not forms.is_valid():
        raise ApiProblem(Kind.INVALID_DATA, errors=_errors_of(forms))
    return office_hours_in(forms)


def new_exception(data: Any, point: ContactPoint) -> HoursException:
    """An exception as a program wants it, not stored. Raises as ``new_contact_point``."""
    wish = ExceptionWish(data=data)
    wish.is_valid(raise_exception=True)
    form = ExceptionForm(wish.validated_data, contact_point=point)
    require_valid(form)
    exception: HoursException = form.instance
    return exception


def _checked(wanted: Mapping[str, Any], point: ContactPoint) -> ContactPoint:
    form = ContactPointForm({name: getattr(point, name) for name in MEMBERS} | dict(wanted), instance=point)
    require_valid(form)
    checked: ContactPoint = form.instance
    return checked


def _errors_of(forms: Any) -> list[FieldError]:
    found = [
        error
        for number, form in enumerate(forms.forms)
        for error in form_errors(form.errors.get_json_data(), partial(_of_line, number))
    ]
    whole = [FieldError("/office_hours", one.code or "invalid", " ".join(one.messages))
             for one in forms.non_form_errors().as_data()]  # fmt: skip
    return found + whole


def _of_line(number: int, name: str) -> str:
    return child_pointer(f"/office_hours/{number}", name)
