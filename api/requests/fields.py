"""Serializer building blocks that take JSON as it is: no number for a text, no field that nobody asked for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import empty

_REQUIRED = _("Diese Angabe fehlt.")
_NULL = _("Diese Angabe darf nicht leer (null) sein.")


class Text(serializers.CharField):
    """A JSON string."""

    default_error_messages = {
        "invalid": _("Erwartet wird ein Text in Anführungszeichen."),
        "required": _REQUIRED,
        "null": _NULL,
        "blank": _("Diese Angabe darf nicht leer sein."),
        "max_length": _("Höchstens {max_length} Zeichen."),
        "min_length": _("Mindestens {min_length} Zeichen."),
    }

    def to_internal_value(self, data: Any) -> str:
        """Refuses numbers and truth values, which DRF would turn into text."""
        if not isinstance(data, str):
            self.fail("invalid")
        value: str = super().to_internal_value(data)
        return value


class TrueOrFalse(serializers.BooleanField):
    """A JSON truth value."""

    default_error_messages = {"invalid": _("Erwartet wird true oder false."), "required": _REQUIRED, "null": _NULL}

    def to_internal_value(self, data: Any) -> bool:
        """Refuses "true", 1 and the like."""
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Whole(serializers.IntegerField):
    """A JSON number without a fraction."""

    default_error_messages = {
        "invalid": _("Erwartet wird eine ganze Zahl."),
        "required": _REQUIRED,
        "null": _NULL,
        "max_value": _("Höchstens {max_value}."),
        "min_value": _("Mindestens {min_value}."),
    }

    def to_internal_value(self, data: Any) -> int:
        """Refuses "1", 1.0 and truth values."""
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        value: int = super().to_internal_value(data)
        return value


class Key(Whole):
    """The number of something that is stored."""

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, **more)


class Day(serializers.DateField):
    """A day as a JSON string."""

    default_error_messages = {
        "invalid": _("Erwartet wird ein Tag wie 2026-11-24."),
        "required": _REQUIRED,
        "null": _NULL,
    }


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class Clock(serializers.TimeField):
    """A time on the clock on the wall as a JSON string."""

    default_error_messages = {
        "invalid": _("Erwartet wird eine Uhrzeit wie 14:00."),
        "required": _REQUIRED,
        "null": _NULL,
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **more)


class OneOf(serializers.ChoiceField):
    """One of a few words."""

    default_error_messages = {"required": _REQUIRED, "null": _NULL}

    def to_internal_value(self, data: Any) -> Any:
        """Refuses everything else, naming what is possible."""
        if not isinstance(data, str) or data not in self.choices:
            names = ", ".join(f"„{name}“" for name in self.choices)
            raise ValidationError(f"Möglich sind: {names}.", code="invalid_choice")
        return data


class ListOf(serializers.ListField):
    """A JSON array."""

    default_error_messages = {
        "not_a_list": _("Erwartet wird eine Liste."),
        "required": _REQUIRED,
        "null": _NULL,
        "max_length": _("Höchstens {max_length} Einträge."),
    }


class StrictSerializer(serializers.Serializer):
    """An object with exactly the declared members; every further one is refused by name (no mass assignment)."""

    default_error_messages = {"invalid": _("Erwartet wird ein JSON-Objekt."), "required": _REQUIRED, "null": _NULL}

    def run_validation(self, data: Any = empty) -> Any:
        """Refuses a body that is ``null`` as it refuses a list; DRF would say so in English."""
        if data is None and self.parent is None:
            return self.to_internal_value(data)
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        """Collects the problems of known and unknown members together."""
        unknown = self._unknown(data)
        try:
            value = super().to_internal_value(data)
        except ValidationError as error:
            if isinstance(error.detail, dict):
                raise ValidationError({**error.detail, **unknown}) from error
            raise
        if unknown:
            raise ValidationError(unknown)
        return value

    def _unknown(self, data: Any) -> dict[str, list[ErrorDetail]]:
        if not isinstance(data, dict):
            return {}
        writable = [name for name, field in self.fields.items() if not field.read_only]
        hint = f"Möglich sind: {', '.join(writable)}." if writable else "Hier wird nichts erwartet."
        message = ErrorDetail(f"Diese Angabe gibt es hier nicht. {hint}", code="unknown")
        return {name: [message] for name in data if name not in writable}


class ChangeSerializer(StrictSerializer):
    """The same members, none of them needed: those that are missing stay as they are."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """All of them may be missing, and then there is nothing in their place."""
        fields: dict[str, serializers.Field] = super().get_fields()
        for field in fields.values():
            field.required, field.default = False, empty
        return fields


class Nothing(StrictSerializer):
    """The body of calls that need none: empty or ``{}``."""
