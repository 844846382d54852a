"""What a program asks for about a wave, checked by the rules of the page (``WaveForm``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from api.problems.forms import member, require_valid
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.problems.validation import child_pointer
from api.requests.fields import ChangeSerializer, Day, Key, ListOf, OneOf, StrictSerializer, Text, Whole
from kisi.ui.languages import PARTICIPANT_LANGUAGES
from tenants.instruments.models import Instrument, InstrumentVersion
from tenants.instruments.queries import newest_released
from tenants.surveys.actions.waves import Plan
from tenants.surveys.forms import ReopenForm, WaveForm
from tenants.surveys.forms.targets import AIMS, MOST, TOTAL, target_values
from tenants.surveys.groups import wished_values
from tenants.surveys.models import Wave
from tenants.surveys.vocabulary import Channel


def _target() -> Whole:
    return Whole(required=False, min_value=1, max_value=MOST)


class ChannelTargets(StrictSerializer):
    """Wished-for numbers by channel."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """One for each channel."""
        return {channel.value: _target() for channel in Channel}


class LanguageTargets(StrictSerializer):
    """Wished-for numbers by language."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """One for each language people can answer in."""
        return {language.code: _target() for language in PARTICIPANT_LANGUAGES}


class GroupTargets(StrictSerializer):
    """Wished-for numbers by what people may say of themselves."""

    kind: str

    def get_fields(self) -> dict[str, serializers.Field]:
        """One for each value but „keine Angabe“."""
        return {value.value: _target() for value in wished_values(self.kind)}


class SexTargets(GroupTargets):
    """Wished-for numbers by sex."""

    kind = "sex"


class AgeTargets(GroupTargets):
    """Wished-for numbers by age bracket."""

    kind = "age_bracket"


class TargetsWish(StrictSerializer):
    """Wished-for numbers of sheets."""

    total = Whole(required=False, min_value=1, max_value=MOST, help_text="Insgesamt.")
    channel = ChannelTargets(required=False, help_text="Je Weg.")
    language = LanguageTargets(required=False, help_text="Je Sprache.")
    sex = SexTargets(required=False, help_text="Je Geschlecht, wo der Fragebogen danach fragt.")
    age_bracket = AgeTargets(required=False, help_text="Je Altersgruppe, wo der Fragebogen danach fragt.")


class WaveWish(StrictSerializer):
    """What is decided about a new wave."""

    title = Text(max_length=200)
    survey = Key(help_text="Der Fragebogen; er bestimmt auch, wer gefragt wird.")
    version = Whole(required=False, min_value=1, max_value=MOST, help_text="Ohne Angabe die neueste freigegebene.")
    opens_on = Day()
    closes_on = Day(help_text="Letzter Tag, einschließlich.")
    channels = ListOf(child=OneOf(choices=Channel.choices), max_length=10, help_text="Mindestens ein Weg.")
    targets = TargetsWish(required=False, help_text="Zielzahlen.")


class WaveChange(ChangeSerializer, WaveWish):
    """What is to be different; a released wave keeps its questionnaire and its beginning."""


class NewEnd(StrictSerializer):
    """Until when a wave takes answers again."""

    closes_on = Day(help_text="Neuer letzter Tag: heute oder später.")


def new_plan(data: Any) -> Plan:
    """A wave as a program wants it.

    Raises:
        ApiProblem: 422 naming every member that does not fit; ``ValidationError`` likewise.
    """
    wish = WaveWish(data=data)
    wish.is_valid(raise_exception=True)
    return _plan(wish.validated_data, None)


def changed_plan(data: Any, wave: Wave) -> Plan:
    """A wave as it is, with what a program wants to be different. Raises as ``new_plan``."""
    change = WaveChange(data=data)
    change.is_valid(raise_exception=True)
    return _plan(_present(wave, change.validated_data) | change.validated_data, wave)


def new_end(data: Any) -> Any:
    """The new last day. Raises as ``new_plan``."""
    wish = NewEnd(data=data)
    wish.is_valid(raise_exception=True)
    form = ReopenForm(wish.validated_data)
    require_valid(form)
    return form.cleaned_data["closes_on"]


def _present(wave: Wave, change: Mapping[str, Any]) -> dict[str, Any]:
    names = ("title", "opens_on", "closes_on", "channels", "targets")
    present = {name: getattr(wave, name) for name in names}
    present["survey"] = wave.version.instrument_id
    return present if "survey" in change else present | {"version": wave.version.number}


def _plan(wanted: Mapping[str, Any], wave: Wave | None) -> Plan:
    form = WaveForm(
        {
            **{name: wanted[name] for name in ("title", "opens_on", "closes_on", "channels")},
            "version": _version(wanted).pk,
            **target_values(wanted.get("targets", {})),
        },
        wave=wave,
    )
    require_valid(form, _pointer_of)
    return form.plan()


def _version(wanted: Mapping[str, Any]) -> InstrumentVersion:
    """The version that is asked for; that it may be asked is checked by the form."""
    instrument = Instrument.objects.filter(pk=wanted["survey"]).first()
    if instrument is None:
        raise _unknown("/survey", "Diesen Fragebogen gibt es hier nicht.")
    number = wanted.get("version")
    found = instrument.versions.filter(number=number).first() if number else newest_released(instrument)
    if found is None:
        raise _unknown("/version", "Diese Fassung gibt es nicht, oder noch keine ist freigegeben.")
    return found


def _unknown(pointer: str, detail: str) -> ApiProblem:
    return ApiProblem(Kind.INVALID_DATA, errors=[FieldError(pointer, "unknown", detail)])


def _pointer_of(field: str) -> str:
    """``target_language_de_simple`` is ``/targets/language/de-simple`` in the body."""
    if field == TOTAL:
        return "/targets/total"
    aim = next((one for one in AIMS if one.name == field), None)
    return child_pointer(f"/targets/{aim.kind}", aim.key) if aim else member(field)
