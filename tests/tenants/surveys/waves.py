"""A small instrument in three languages, and waves of it."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from kisi.core.actors import Actor
from shared.instruments.definition import parse
from tenants.instruments.models import Instrument, InstrumentVersion
from tenants.surveys.actions import create_wave, release_wave
from tenants.surveys.actions.waves import Plan
from tenants.surveys.models import Wave
from tenants.surveys.vocabulary import Channel

ELIF = Actor("user", "1", "Elif Demir")


def t(de: str, ar: str = "", en: str = "") -> dict[str, str]:
    """A text in German, and in Arabic and English where given."""
    return {"de": de} | ({"ar": ar} if ar else {}) | ({"en": en} if en else {})


DEFINITION: dict[str, Any] = {
    "format": 1,
    "family": "probe",
    "perspective": "third_country_nationals",
    "languages": {"de": {"review": "source"}, "ar": {"review": "machine"}, "en": {"review": "draft"}},
    "title": t("Was brauchen Sie?", "ما الذي تحتاج إليه؟", "What do you need?"),
    "introduction": t("Es dauert fünf Minuten.", "يستغرق خمس دقائق."),
    "thanks": t("Danke fürs Mitmachen.", "شكرا على المشاركة."),
    "pages": [
        {
            "key": "home",
            "title": t("Wohnen", "السكن"),
            "groups": [
                {
                    "key": "home",
                    "kind": "core",
                    "questions": [
                        {
                            "code": "lives_here",
                            "type": "single",
                            "text": t("Wohnen Sie hier?", "هل تسكن هنا؟"),
                            "required": True,
                            "options": [
                                {"code": "yes", "text": t("Ja", "نعم")},
                                {"code": "no", "text": t("Nein", "لا")},
                            ],
                        },
                        {
                            "code": "rooms",
                            "type": "number",
                            "text": t("Wie viele Zimmer?", "كم غرفة؟"),
                            "number": {"min": 1, "max": 20},
                            "show_if": {"question": "lives_here", "any_of": ["yes"]},
                        },
                    ],
                }
            ],
        },
        {
            "key": "needs",
            "title": t("Bedarf", "الاحتياجات"),
            "groups": [
                {
                    "key": "needs",
                    "kind": "core",
                    "questions": [
                        {
                            "code": "need_housing",
                            "type": "scale",
                            "text": t("Hilfe bei der Wohnung", "مساعدة في السكن"),
                            "scale": {"from": 0, "to": 3, "labels": {"0": t("gar nicht"), "3": t("sehr", "جدا")}},
                            "dont_know": True,
                            "measures": {"topic": "housing", "aspect": "need", "positive": ["2", "3"]},
                        },
                        {
                            "code": "barriers",
                            "type": "multi",
                            "text": t("Was macht es schwer?", "ما الصعوبات؟"),
                            "at_most": 2,
                            "options": [
                                {"code": "money", "text": t("Geld", "المال")},
                                {"code": "words", "text": t("Sprache", "اللغة")},
                                {"code": "time", "text": t("Zeit", "الوقت")},
                                {"code": "none", "text": t("nichts davon", "لا شيء"), "exclusive": True},
                            ],
                        },
                        {
                            "code": "since",
                            "type": "date",
                            "text": t("Seit wann?"),
                            "date": {"min": "1950-01-01", "max": "2026-12-31"},
                        },
                        {
                            "code": "wish",
                            "type": "text",
                            "text": t("Ihr Wunsch", "أمنيتك"),
                            "long": True,
                            "text_length": 200,
                        },
                    ],
                }
            ],
        },
        {
            "key": "moved",
            "title": t("Wegzug"),
            "show_if": {"question": "lives_here", "any_of": ["no"]},
            "groups": [
                {
                    "key": "moved",
                    "kind": "core",
                    "questions": [
                        {"code": "where", "type": "text", "text": t("Wo wohnen Sie?"), "required": True},
                    ],
                }
            ],
        },
    ],
}
FULL = {
    "lives_here": "yes",
    "rooms": 3,
    "need_housing": 2,
    "barriers": ["money", "words"],
    "since": "2020-05-01",
    "wish": "Eine größere Wohnung",
}
"""Answers to everything that is asked of somebody who lives here."""


def version(*, released: bool = True, **changes: Any) -> InstrumentVersion:
    """A version of the small instrument in the current town."""
    definition = copy.deepcopy(DEFINITION) | changes
    parse(definition)
    instrument = Instrument.objects.create(title="Probe", perspective=definition["perspective"])
    return InstrumentVersion.objects.create(
        instrument=instrument,
        number=1,
        definition=definition,
        changed_by=ELIF.label,
        released_at=timezone.now() if released else None,
    )


def plan(asked: InstrumentVersion | None = None, **changes: Any) -> Plan:
    """A plan that is open now, by every way."""
    today = timezone.localdate()
    return Plan(
        **{
            "title": "Herbst 2026",
            "version": asked or version(),
            "opens_on": today - timedelta(days=3),
            "closes_on": today + timedelta(days=10),
            "channels": list(Channel.values),
            **changes,
        }
    )


def open_wave(asked: InstrumentVersion | None = None, **changes: Any) -> Wave:
    """A released wave that takes answers today."""
    return release_wave(wave=create_wave(plan=plan(asked, **changes), by=ELIF), by=ELIF)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
