"""What the API says about contact points and their hours. Nothing in it is about a person."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from rest_framework import serializers

from tenants.contact_points.queries import HeldSession, OpenContactPoint
from tenants.contact_points.vocabulary import ExceptionKind, Weekday


class WeeklyHoursSerializer(serializers.Serializer):
    """Open every week on one weekday; times are those of the clock on the wall in Germany."""

    weekday = serializers.ChoiceField(choices=Weekday.choices, help_text="1 ist Montag, 7 ist Sonntag.")
    opens_at = serializers.TimeField(format="%H:%M")
    closes_at = serializers.TimeField(format="%H:%M")
    note = serializers.CharField(allow_blank=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)


class HoursExceptionSerializer(serializers.Serializer):
    """Other hours, or none, on some days in a row."""

    kind = serializers.ChoiceField(
        choices=ExceptionKind.choices,
        help_text="closed: nichts findet statt; different: statt der Sprechzeiten; additional: zusätzlich.",
    )
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    opens_at = serializers.TimeField(format="%H:%M", allow_null=True)
    closes_at = serializers.TimeField(format="%H:%M", allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class ContactPointSerializer(serializers.Serializer):
    """A contact point with its weekly hours and the exceptions that are not over."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    is_main = serializers.BooleanField(help_text="Die Haupt-Anlaufstelle der Kommune.")
    street = serializers.CharField(allow_blank=True)
    postal_code = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    directions = serializers.CharField(allow_blank=True)
    accessibility = serializers.CharField(allow_blank=True, help_text="Barrierefreiheit vor Ort.")
    phone = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True, help_text="Adresse der Stelle.")
    languages = serializers.ListField(child=serializers.CharField(), help_text="Sprachen der Beratung (ISO 639).")
    office_hours = WeeklyHoursSerializer(many=True)
    exceptions = HoursExceptionSerializer(many=True)


class KeptExceptionSerializer(HoursExceptionSerializer):
    """An exception with the number by which it is removed."""

    id = serializers.IntegerField()


class KeptContactPointSerializer(ContactPointSerializer):
    """A contact point as the workspace keeps it: all its weekly hours, and exceptions with their numbers."""

    order = serializers.IntegerField(help_text="Kleinere Zahlen stehen weiter oben.")
    is_visible = serializers.BooleanField(help_text="Auf der öffentlichen Seite gezeigt.")
    exceptions = KeptExceptionSerializer(many=True)


class NamedContactPointSerializer(serializers.Serializer):
    """Which contact point."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class SessionSerializer(serializers.Serializer):
    """One time at which a contact point is open, exceptions already reckoned with."""

    contact_point = NamedContactPointSerializer()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    note = serializers.CharField(allow_blank=True)
    is_exception = serializers.BooleanField(help_text="Anders als in einer gewöhnlichen Woche.")


_COLUMNS: Final = (
    "id", "name", "is_main", "street", "postal_code", "place", "directions", "accessibility", "phone", "email",
    "languages",
)  # fmt: skip


def contact_point_answer(found: OpenContactPoint) -> dict[str, Any]:
    """The representation of a contact point."""
    values = {name: getattr(found.contact_point, name) for name in _COLUMNS}
    hours = {"office_hours": found.hours_in_force, "exceptions": found.coming_exceptions}
    return {**ContactPointSerializer(values | hours).data}


def kept_answer(found: OpenContactPoint) -> dict[str, Any]:
    """The representation of a contact point for those who keep it up."""
    values = {name: getattr(found.contact_point, name) for name in (*_COLUMNS, "order", "is_visible")}
    hours = {"office_hours": found.hours, "exceptions": found.exceptions}
    return {**KeptContactPointSerializer(values | hours).data}


def session_answer(held: HeldSession) -> dict[str, Any]:
    """The representation of a session, with the offset that counts in Germany on that day."""
    session = held.session
    values = {
        "contact_point": held.contact_point,
        "starts_at": timezone.localtime(session.starts_at),
        "ends_at": timezone.localtime(session.ends_at),
        "note": session.note,
        "is_exception": session.is_exception,
    }
    return {**SessionSerializer(values).data}
