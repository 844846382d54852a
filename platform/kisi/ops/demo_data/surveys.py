"""The demo's needs assessment: three running waves in every town with invented answers, made by real actions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone

from kisi.core.realms import inside, realm_of
from kisi.core.vocabulary import Perspective
from kisi.ops.demo_data.answers import Town, sheets
from kisi.ops.demo_data.municipalities import DEMO
from kisi.tenancy.directory import municipality_by_slug
from shared.municipalities.register.entries import DemoEntry
from tenants.instruments.models import InstrumentVersion
from tenants.participation.actions import begin, save_page
from tenants.surveys.actions import accept_responses, change_settings, create_wave, release_wave
from tenants.surveys.actions.responses import Sheet
from tenants.surveys.actions.waves import Plan
from tenants.surveys.addresses import public_address
from tenants.surveys.checking import definition_of
from tenants.surveys.models import SurveySettings, Wave
from tenants.surveys.vocabulary import Channel

RETURNED: Final = {
    Perspective.THIRD_COUNTRY_NATIONALS: (180, {"uk": 45, "ar": 45, "fa": 25, "tr": 20, "ti": 15}),
    Perspective.RESIDENTS: (140, {"de": 150}),
    Perspective.ADMINISTRATION: (45, {}),
}
"""How many sheets came back, and the wished-for numbers by language."""
CHANNELS: Final[dict[Perspective, list[str]]] = {
    Perspective.THIRD_COUNTRY_NATIONALS: list(Channel.values),
    Perspective.RESIDENTS: [Channel.LINK, Channel.PAPER, Channel.KIOSK],
    Perspective.ADMINISTRATION: [Channel.LINK],
}
TITLES: Final = {
    Perspective.THIRD_COUNTRY_NATIONALS: "Was brauchen Sie? – Zugewanderte",
    Perspective.RESIDENTS: "Zusammen leben – Einwohnerschaft",
    Perspective.ADMINISTRATION: "Blick der Verwaltung",
}
UNSENT: Final = (6, 14)
LANGUAGES: Final = ("ar", "uk", "fa", "tr", "de")
WEEKS: Final = 4
WEEKS_LEFT: Final = 8


def open_surveys(entry: DemoEntry, seed: int) -> str:
    """Three running waves with answers in a town that is on board; the public address of the first.

    "" where the town has no instrument for it. Made in one transaction, so that a start that was stopped
    leaves all or nothing.
    """
    with inside(realm_of(municipality_by_slug(entry.slug))):
        with transaction.atomic():
            _let_load_tests_in()
            for version in _versions():
                _wave(version, Town(entry.slug, seed))
        shown = Wave.objects.filter(perspective=Perspective.THIRD_COUNTRY_NATIONALS, created_by=DEMO.label).first()
        return public_address(shown) if shown else ""


def _let_load_tests_in() -> None:
    """Limits against floods are far away: the demo is also where load is tried from one machine."""
    if SurveySettings.objects.exists():
        return
    settings = SurveySettings(
        fill_seconds=0,
        starts_per_hour=10_000,
        wave_starts_per_hour=1_000_000,
        sends_per_minute=100_000,
        wave_sends_per_minute=100_000,
    )
    change_settings(settings=settings, by=DEMO)


def _versions() -> list[InstrumentVersion]:
    """The newest released version of each instrument that came from the library and has no wave yet."""
    released = InstrumentVersion.objects.filter(released_at__isnull=False).exclude(instrument__origin_key="")
    asked = Wave.objects.values("version__instrument_id")
    fresh = released.exclude(instrument_id__in=asked).select_related("instrument")
    newest = {version.instrument_id: version for version in fresh.order_by("number")}
    return list(newest.values())


def _wave(version: InstrumentVersion, town: Town) -> None:
    perspective = Perspective(version.instrument.perspective)
    number, languages = RETURNED[perspective]
    chance = town.chance(f"return/{perspective}")
    returned = round(number * chance.uniform(0.85, 1.2))
    today = timezone.localdate()
    plan = Plan(
        title=TITLES[perspective],
        version=version,
        opens_on=today - timedelta(weeks=WEEKS),
        closes_on=today + timedelta(weeks=WEEKS_LEFT),
        channels=CHANNELS[perspective],
        targets={"total": round(number * 1.4, -1)} | ({"language": languages} if languages else {}),
    )
    wave = release_wave(wave=create_wave(plan=plan, by=DEMO), by=DEMO)
    by_day: dict[date, list[Sheet]] = defaultdict(list)
    for sheet in sheets(definition_of(wave.version), town, returned):
        by_day[today - timedelta(weeks=min(int(chance.expovariate(0.7)), WEEKS))].append(sheet)
    for day, filled in sorted(by_day.items()):
        accept_responses(wave=wave, sheets=filled, on=day, by=DEMO)
    if perspective == Perspective.THIRD_COUNTRY_NATIONALS:
        _leave_sheets_unsent(wave, chance)


def _leave_sheets_unsent(wave: Wave, chance: Random) -> None:
    """Some people stop halfway, towards the end more often than at the beginning."""
    pages = [page.key for page in definition_of(wave.version).pages]
    for _number in range(chance.randint(*UNSENT)):
        draft = begin(wave=wave, language=chance.choice(LANGUAGES), consent_version=wave.privacy_notice_version)
        page = chance.choices(pages, weights=range(1, len(pages) + 1))[0]
        save_page(draft=draft, answers={}, page=page)
