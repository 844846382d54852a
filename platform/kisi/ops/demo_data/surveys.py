"""The demo's needs assessment in every town, made by real actions: three running waves with invented answers, and
three of the half-year before, which are over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone

from kisi.core.periods import period_at
from kisi.core.realms import inside, realm_of
from kisi.core.vocabulary import Perspective
from kisi.ops.demo_data.answers import Town, sheets
from kisi.ops.demo_data.municipalities import DEMO
from kisi.tenancy.directory import municipality_by_slug
from shared.municipalities.register.entries import DemoEntry
from tenants.instruments.models import InstrumentVersion
from tenants.participation.actions import begin, save_page
from tenants.surveys.actions import accept_responses, change_settings, change_wave, create_wave, end_wave, release_wave
from tenants.surveys.actions.responses import Sheet
from tenants.surveys.actions.waves import Plan
from tenants.surveys.addresses import public_address
from tenants.surveys.checking import definition_of
from tenants.surveys.groups import asked_groups
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
EARLIER_PART: Final = 0.5
"""How many sheets came back in the half-year before, of those that come back now."""
EARLIER_WEEKS: Final = (11, 3)
"""When the earlier wave began and ended, before the end of its half-year."""


def open_surveys(entry: DemoEntry, seed: int) -> str:
    """Running and ended waves with answers in a town that is on board; the public address of a running one.

    "" where the town has no instrument for it. Made in one transaction, so that a start that was stopped
    leaves all or nothing.
    """
    with inside(realm_of(municipality_by_slug(entry.slug))):
        with transaction.atomic():
            _let_load_tests_in()
            for version in _versions():
                _ended_wave(version, Town(entry.slug, seed))
                _running_wave(version, Town(entry.slug, seed))
        made_here = Wave.objects.filter(perspective=Perspective.THIRD_COUNTRY_NATIONALS, created_by=DEMO.label)
        shown = made_here.order_by("-opens_on", "-pk").first()
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


def _running_wave(version: InstrumentVersion, town: Town) -> None:
    today = timezone.localdate()
    plan = _plan(version, opens_on=today - timedelta(weeks=WEEKS), closes_on=today + timedelta(weeks=WEEKS_LEFT))
    wave = release_wave(wave=create_wave(plan=plan, by=DEMO), by=DEMO)
    chance = town.chance(f"return/{wave.perspective}")
    filled = sheets(definition_of(wave.version), town, _returned(wave, chance))
    _take(wave, filled, lambda: today - timedelta(weeks=min(int(chance.expovariate(0.7)), WEEKS)))
    if wave.perspective == Perspective.THIRD_COUNTRY_NATIONALS:
        _leave_sheets_unsent(wave, chance)


def _ended_wave(version: InstrumentVersion, town: Town) -> None:
    """A wave of the half-year before. Planned until today, because what is over cannot be released; then ended."""
    today = timezone.localdate()
    period = period_at(today).previous
    first, last = (period.last_day - timedelta(weeks=weeks) for weeks in EARLIER_WEEKS)
    plan = _plan(version, opens_on=first, closes_on=today, suffix=f" ({period.label})")
    wave = release_wave(wave=create_wave(plan=plan, by=DEMO), by=DEMO)
    chance = town.chance(f"return before/{wave.perspective}")
    returned = round(_returned(wave, chance) * EARLIER_PART)
    filled = sheets(definition_of(wave.version), town, returned, before=True)
    _take(wave, filled, lambda: first + timedelta(days=chance.randint(0, (last - first).days)))
    wave = change_wave(wave=wave, plan=replace(plan, closes_on=last), by=DEMO)
    end_wave(wave=wave, by=DEMO)


def _plan(version: InstrumentVersion, *, opens_on: date, closes_on: date, suffix: str = "") -> Plan:
    perspective = Perspective(version.instrument.perspective)
    number, languages = RETURNED[perspective]
    total = int(round(number * 1.4, -1))
    people = {kind: _wished(kind, total) for kind in asked_groups(version)}
    return Plan(
        title=TITLES[perspective] + suffix,
        version=version,
        opens_on=opens_on,
        closes_on=closes_on,
        channels=CHANNELS[perspective],
        targets={"total": total} | ({"language": languages} if languages else {}) | people,
    )


def _wished(kind: str, total: int) -> dict[str, int]:
    """As many women as men, and the young and the old as well as those in between; together they are the total."""
    most, fewer = {"sex": ("w", {"m": 0.5}), "age_bracket": ("18_60", {"u18": 0.1, "o60": 0.18})}[kind]
    wished = {value: round(total * share) for value, share in fewer.items()}
    return wished | {most: total - sum(wished.values())}


def _returned(wave: Wave, chance: Random) -> int:
    return round(RETURNED[Perspective(wave.perspective)][0] * chance.uniform(0.85, 1.2))


def _take(wave: Wave, filled: Iterable[Sheet], day: Callable[[], date]) -> None:
    """Take the sheets in, each on a day of its own week."""
    by_week: dict[date, list[Sheet]] = defaultdict(list)
    for sheet in filled:
        by_week[wave.week_of(day())].append(sheet)
    for week, of_week in sorted(by_week.items()):
        accept_responses(wave=wave, sheets=of_week, on=max(week, wave.opens_on), by=DEMO)


def _leave_sheets_unsent(wave: Wave, chance: Random) -> None:
    """Some people stop halfway, towards the end more often than at the beginning."""
    pages = [page.key for page in definition_of(wave.version).pages]
    for _number in range(chance.randint(*UNSENT)):
        draft = begin(wave=wave, language=chance.choice(LANGUAGES), consent_version=wave.privacy_notice_version)
        page = chance.choices(pages, weights=range(1, len(pages) + 1))[0]
        save_page(draft=draft, answers={}, page=page)
