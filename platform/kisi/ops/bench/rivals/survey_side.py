"""A survey that takes answers, and how many it has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from kisi.core.realms import inside, realm_of
from kisi.core.vocabulary import Perspective
from kisi.tenancy.directory import all_municipalities
from shared.library import shipped
from tenants.instruments.models import Instrument, InstrumentVersion
from tenants.surveys.models import Response, SurveySettings, Wave
from tenants.surveys.vocabulary import Channel, WaveState

_ENDLESS: Final = 1_000_000


def open_survey(fill_seconds: int) -> str:
    """A wave of the country's questionnaire in the first town; its token. All visitors come from one network."""
    with inside(realm_of(all_municipalities()[0])):
        SurveySettings.objects.all().delete()
        SurveySettings.objects.create(
            fill_seconds=fill_seconds,
            starts_per_hour=10_000,
            sends_per_minute=100_000,
            wave_sends_per_minute=_ENDLESS,
        )
        version = _version(Perspective.THIRD_COUNTRY_NATIONALS)
        today = timezone.localdate()
        wave = Wave.objects.create(
            title="Bench",
            token=f"bench-{fill_seconds}-{Wave.objects.count()}",
            version=version,
            perspective=Perspective.THIRD_COUNTRY_NATIONALS,
            state=WaveState.RUNNING,
            channels=[Channel.LINK],
            opens_on=today - timedelta(days=1),
            closes_on=today + timedelta(days=7),
            created_by="Bench",
        )
        connection.close()
        return wave.token


def _version(perspective: str) -> InstrumentVersion:
    template = next(
        one
        for one in shipped.shipped_templates()
        if one["kind"] == "survey" and one["content"]["perspective"] == perspective
    )
    instrument = Instrument.objects.create(title="Bench", perspective=perspective)
    return InstrumentVersion.objects.create(
        instrument=instrument,
        number=1,
        definition=template["content"],
        changed_by="Bench",
        released_at=timezone.now(),
    )


def count_survey(token: str) -> int:
    """How many sheets a wave has."""
    with inside(realm_of(all_municipalities()[0])):
        found = Response.objects.filter(wave__token=token).count()
        connection.close()
        return found


ACTIONS: Final[dict[str, Callable[..., Any]]] = {"open_survey": open_survey, "count_survey": count_survey}
