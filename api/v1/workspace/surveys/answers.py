"""What the API says about questionnaires and waves. Nothing in it is about a person who answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from kisi.core.vocabulary import Perspective
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.addresses import public_address
from tenants.surveys.groups import returned_by_group, shown_group
from tenants.surveys.models import SurveySettings, Wave
from tenants.surveys.queries import Return, return_of
from tenants.surveys.vocabulary import Channel, Standing, WaveState


class SurveySerializer(serializers.Serializer):
    """A questionnaire of the municipality, whatever its version."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    perspective = serializers.ChoiceField(choices=Perspective.choices)
    template = serializers.CharField(allow_blank=True, help_text="Kennung der Vorlage; leer, wenn hier geschrieben.")
    is_archived = serializers.BooleanField(help_text="Abgelegt: lesbar, aber nicht mehr angeboten.")
    newest_released = serializers.IntegerField(allow_null=True, help_text="Nummer der neuesten freigegebenen Fassung.")
    draft = serializers.IntegerField(allow_null=True, help_text="Nummer der Fassung, an der gearbeitet wird.")


class VersionSerializer(serializers.Serializer):
    """A version of a questionnaire, without what it asks."""

    number = serializers.IntegerField(min_value=1)
    released_at = serializers.DateTimeField(allow_null=True, help_text="Leer, solange es ein Entwurf ist.")
    template_version = serializers.IntegerField(allow_null=True, help_text="Fassung der Vorlage.")
    change_note = serializers.CharField(allow_blank=True, help_text="Was neu ist.")


class SurveyDetailSerializer(SurveySerializer):
    """A questionnaire with its versions."""

    versions = VersionSerializer(many=True, help_text="Die neueste zuerst.")


class VersionDetailSerializer(VersionSerializer):
    """A version with what it asks."""

    definition = serializers.DictField(help_text="Der Inhalt, wie ihn auch die Datei auf der Seite enthält.")


class NamedSurveySerializer(serializers.Serializer):
    """Which questionnaire, in which version."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    version = serializers.IntegerField(help_text="Nummer der Fassung.")


class TargetsSerializer(serializers.Serializer):
    """Wished-for numbers of sheets; every part is optional."""

    total = serializers.IntegerField(required=False, help_text="Insgesamt.")
    channel = serializers.DictField(child=serializers.IntegerField(), required=False, help_text="Je Weg.")
    language = serializers.DictField(child=serializers.IntegerField(), required=False, help_text="Je Sprache.")
    sex = serializers.DictField(child=serializers.IntegerField(), required=False, help_text="Je Geschlecht.")
    age_bracket = serializers.DictField(child=serializers.IntegerField(), required=False, help_text="Je Altersgruppe.")


class WaveSerializer(serializers.Serializer):
    """One round of asking."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    survey = NamedSurveySerializer(help_text="Der Fragebogen.")
    perspective = serializers.ChoiceField(choices=Perspective.choices)
    state = serializers.ChoiceField(
        choices=WaveState.choices, help_text="Was entschieden ist: in Vorbereitung, freigegeben oder beendet."
    )
    standing = serializers.ChoiceField(
        choices=Standing.choices, help_text="Was die Welle heute ist: der Stand zusammen mit den Tagen."
    )
    opens_on = serializers.DateField()
    closes_on = serializers.DateField(help_text="Letzter Tag, einschließlich.")
    channels = serializers.ListField(
        child=serializers.ChoiceField(choices=Channel.choices), help_text="Wege, auf denen geantwortet werden kann."
    )
    targets = TargetsSerializer(help_text="Zielzahlen.")
    public_url = serializers.URLField(help_text="Adresse, unter der Menschen antworten.")
    responses = serializers.IntegerField(min_value=0, help_text="Antwortbögen bisher.")


class ReturnSerializer(serializers.Serializer):
    """What came back so far, as the page of the wave shows it."""

    by_channel = serializers.DictField(child=serializers.IntegerField(), help_text="Je Weg.")
    by_language = serializers.DictField(child=serializers.IntegerField(), help_text="Je Sprache.")
    by_week = serializers.DictField(child=serializers.IntegerField(), help_text="Je Woche; der Tag ist ihr Montag.")

    by_sex = serializers.DictField(
        child=serializers.IntegerField(allow_null=True),
        required=False,
        help_text="Je Geschlecht, wo der Fragebogen danach fragt; null: geschützt, weil zu klein.",
    )
    by_age_bracket = serializers.DictField(
        child=serializers.IntegerField(allow_null=True),
        required=False,
        help_text="Je Altersgruppe, wo der Fragebogen danach fragt; null: geschützt, weil zu klein.",
    )


class WaveDetailSerializer(WaveSerializer):
    """One wave with its return."""

    returned = ReturnSerializer(help_text="Der Rücklauf.")


def survey_answers(instruments: Iterable[Any]) -> list[dict[str, Any]]:
    """The representations of instruments that carry their state (``instruments_with_state``)."""
    return [{**SurveySerializer(_survey_values(one)).data} for one in instruments]


def survey_answer(instrument: Any, versions: Iterable[InstrumentVersion]) -> dict[str, Any]:
    """One of them with its versions."""
    values = _survey_values(instrument) | {"versions": [_version_values(one) for one in versions]}
    return {**SurveyDetailSerializer(values).data}


def version_answer(version: InstrumentVersion) -> dict[str, Any]:
    """One version with what it asks."""
    return {**VersionDetailSerializer(_version_values(version) | {"definition": version.definition}).data}


def wave_answers(waves: Iterable[Wave]) -> list[dict[str, Any]]:
    """The representations of waves that carry ``returned``, the number of their sheets."""
    return [{**WaveSerializer(_wave_values(wave, wave.returned)).data} for wave in waves]  # type: ignore[attr-defined]


def wave_answer(wave: Wave) -> dict[str, Any]:
    """One wave with its return; small numbers of a group are protected as on the wave's page."""
    back = return_of(wave)
    return {**WaveDetailSerializer(_wave_values(wave, back.total) | {"returned": _return_values(wave, back)}).data}


def _survey_values(instrument: Any) -> dict[str, Any]:
    return {
        "id": instrument.pk,
        "title": instrument.title,
        "perspective": instrument.perspective,
        "template": instrument.origin_key,
        "is_archived": instrument.archived_at is not None,
        "newest_released": instrument.newest_released,
        "draft": instrument.draft_number,
    }


def _version_values(version: InstrumentVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "released_at": version.released_at,
        "template_version": version.origin_version,
        "change_note": version.change_note,
    }


def _wave_values(wave: Wave, responses: int) -> dict[str, Any]:
    version = wave.version
    names = ("id", "title", "perspective", "state", "opens_on", "closes_on", "channels", "targets")
    return {name: getattr(wave, name) for name in names} | {
        "survey": {"id": version.instrument_id, "title": version.instrument.title, "version": version.number},
        "standing": wave.standing(timezone.localdate()),
        "public_url": public_address(wave),
        "responses": responses,
    }


def _return_values(wave: Wave, back: Return) -> dict[str, Any]:
    weeks = {monday.isoformat(): number for monday, number in back.by_week.items()}
    smallest = SurveySettings.current().smallest_group
    groups = {
        f"by_{kind}": shown_group(kind, counted, smallest) for kind, counted in returned_by_group(wave, back).items()
    }
    return {"by_channel": dict(back.by_channel), "by_language": dict(back.by_language), "by_week": weeks, **groups}
