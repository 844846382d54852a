"""What the API says about a municipality: its row, with facts from the official register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rest_framework import serializers

from kisi.tenancy.hosts import address_of
from shared.municipalities.models import Municipality
from shared.municipalities.queries import Place, places
from shared.municipalities.register.ags import district_of
from shared.municipalities.vocabulary import Status


class BriefMunicipalitySerializer(serializers.Serializer):
    """A municipality as it stands in an onboarding or off-boarding."""

    ags = serializers.CharField(help_text="Amtlicher Gemeindeschlüssel, 8 Ziffern.")
    name = serializers.CharField(help_text="Amtlicher Name.")
    slug = serializers.CharField(help_text="Erster Teil der Adresse des Arbeitsbereichs.")
    district = serializers.CharField(allow_null=True, help_text="Landkreis oder kreisfreie Stadt.")
    population = serializers.IntegerField(allow_null=True, min_value=0, help_text="Amtliche Einwohnerzahl.")
    status = serializers.ChoiceField(choices=Status.choices)
    workspace_url = serializers.URLField(help_text="Adresse des Arbeitsbereichs.")


class MunicipalitySerializer(BriefMunicipalitySerializer):
    """A municipality on the platform."""

    district_ags = serializers.CharField(help_text="Kreisschlüssel, 5 Ziffern.")
    joined_on = serializers.DateField(allow_null=True, help_text="Dabei seit.")
    left_on = serializers.DateField(allow_null=True, help_text="Ausgeschieden am.")
    is_demo = serializers.BooleanField(help_text="Gehört zur Demo-Auswahl.")
    created_at = serializers.DateTimeField(help_text="Angelegt.")
    updated_at = serializers.DateTimeField(help_text="Zuletzt geändert.")
    revision = serializers.IntegerField(min_value=1, help_text="Zählt die Änderungen.")


_COLUMNS: Final = (
    "ags", "name", "slug", "status", "joined_on", "left_on", "is_demo", "created_at", "updated_at", "revision",
)  # fmt: skip


def municipality_answers(rows: Sequence[Municipality]) -> list[dict[str, Any]]:
    """The representations of several municipalities, with two queries to the register."""
    known = places(row.ags for row in rows)
    return [dict(MunicipalitySerializer(_values(row, known.get(row.ags))).data) for row in rows]


def municipality_answer(row: Municipality) -> dict[str, Any]:
    """The representation of one municipality."""
    return municipality_answers([row])[0]


def brief_answer(*, ags: str, name: str, slug: str, status: str) -> dict[str, Any]:
    """The short representation, also of a municipality that has no row yet or no more."""
    found = places([ags]).get(ags)
    values = {"ags": ags, "name": name, "slug": slug, "status": status, "workspace_url": address_of(slug)}
    return dict(BriefMunicipalitySerializer({**values, **_facts(found)}).data)


def _values(row: Municipality, found: Place | None) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _COLUMNS},
        **_facts(found),
        "district_ags": district_of(row.ags),
        "workspace_url": address_of(row.slug),
    }


def _facts(found: Place | None) -> dict[str, Any]:
    return {"district": (found.district or None) if found else None, "population": found.population if found else None}
