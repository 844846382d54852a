"""What callers may send about municipalities."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.requests.fields import ListOf, OneOf, StrictSerializer, Text, TrueOrFalse
from api.requests.pages import PageQuery
from api.v1.municipalities.queries import ORDERINGS
from shared.library.vocabulary import KEY_PATTERN
from shared.municipalities.models.municipality import SLUG_PATTERN
from shared.municipalities.register.slugs import MAX_LENGTH
from shared.municipalities.vocabulary import Status
from shared.onboarding.planning import EMAIL_LENGTH, NAME_LENGTH

AGS_TEXT: Final = "Amtlicher Gemeindeschlüssel (8 Ziffern) oder Regionalschlüssel (12 Ziffern)."
AGS_SCHEMA: Final = {
    "type": "string",
    "pattern": "^(06[0-9]{6}|06[0-9]{10})$",
    "description": AGS_TEXT,
    "examples": ["06431002"],
}
MOST_TEMPLATES: Final = 100


@extend_schema_field(AGS_SCHEMA)
class AgsField(Text):
    """A key; what it means is checked where the register is at hand."""

    default_error_messages = {"spaces": _("Schreiben Sie den Schlüssel ohne Leerzeichen.")}

    def to_internal_value(self, data: object) -> str:
        """The text as sent, without spaces in it."""
        text = super().to_internal_value(data)
        if text.split() != [text]:
            self.fail("spaces")
        return text


@extend_schema_field({"type": "string", "pattern": SLUG_PATTERN, "examples": ["bensheim"]})
class SlugField(Text):
    """First part of the workspace's address; without it the official name gives it."""


@extend_schema_field({"type": "string", "format": "email"})
class EmailField(Text):
    """An address; its form is checked together with everything else."""


@extend_schema_field({"type": "string", "pattern": KEY_PATTERN, "examples": ["erste-schritte"]})
class TemplateKeyField(Text):
    """A template of the central library."""


@extend_schema_field({"type": "string", "pattern": r"^[^\x00]+$"})
class SearchField(serializers.CharField):
    """Any characters but NUL, which no database takes."""


class CoordinatorSerializer(StrictSerializer):
    """Who leads the team and is invited first."""

    email = EmailField(max_length=EMAIL_LENGTH, help_text="Dorthin geht die Einladung.")
    name = Text(max_length=NAME_LENGTH, help_text="Vor- und Nachname.")


class OnboardingWishSerializer(StrictSerializer):
    """A municipality that is to come on board."""

    ags = AgsField()
    slug = SlugField(
        required=False,
        max_length=MAX_LENGTH,
        help_text="Erster Teil der Adresse des Arbeitsbereichs. Ohne Angabe: aus dem amtlichen Namen.",
    )
    coordinator = CoordinatorSerializer(help_text="Wird als Erste eingeladen.")
    templates = ListOf(
        child=TemplateKeyField(max_length=200),
        required=False,
        max_length=MOST_TEMPLATES,
        help_text="Schlüssel der Vorlagen, die die Kommune gleich übernimmt. Ohne Angabe: die üblichen.",
    )
    dry_run = TrueOrFalse(required=False, default=False, help_text="Nur prüfen und sagen, was geschehen würde.")


class MunicipalityWishSerializer(OnboardingWishSerializer):
    """The same, for an address that already names the AGS."""

    ags = AgsField(required=False)


class StatusChangeSerializer(StrictSerializer):
    """Suspend a municipality or take it up again."""

    status = OneOf(
        choices=[(Status.SUSPENDED.value, Status.SUSPENDED.label), (Status.ACTIVE.value, Status.ACTIVE.label)],
        help_text="„suspended“: der Arbeitsbereich ist geschlossen, nichts geht verloren.",
    )


class MunicipalityQuery(PageQuery):
    """Filters of the list."""

    status = OneOf(choices=Status.choices, required=False, help_text="Ohne Angabe: alle, die nicht ausgeschieden sind.")
    district = serializers.RegexField(
        r"^06[0-9]{3}\Z",
        required=False,
        help_text="Kreisschlüssel, 5 Ziffern, etwa 06431.",
        error_messages={"invalid": _("Erwartet wird ein hessischer Kreisschlüssel mit 5 Ziffern, etwa 06431.")},
    )
    search = SearchField(
        required=False,
        max_length=100,
        trim_whitespace=False,
        help_text="Teil des Namens oder der Adresse, oder Anfang des Schlüssels.",
        error_messages={
            "blank": _("Geben Sie ein Wort an, oder lassen Sie den Parameter weg."),
            "max_length": _("Höchstens {max_length} Zeichen."),
        },
    )
    ordering = OneOf(
        choices=[(sign + name, sign + name) for name in ORDERINGS for sign in ("", "-")],
        default="name",
        help_text="Mit „-“ davor absteigend.",
    )
