"""Waves with the central instruments and invented sheets."""

from __future__ import annotations

import json
import random
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from shared.instruments.definition import Definition, from_stored
from tenants.instruments.models import Instrument, InstrumentVersion
from tenants.surveys.models import Response, Wave

SHIPPED = Path(__file__).parents[3] / "shared" / "library" / "data"
FILES = {
    "third_country_nationals": "bedarf-drittstaatsangehoerige",
    "residents": "bedarf-einwohnerschaft",
    "administration": "bedarf-verwaltung",
}


def content(perspective: str) -> dict[str, Any]:
    """The central instrument of a perspective."""
    found: dict[str, Any] = json.loads((SHIPPED / f"{FILES[perspective]}.1.json").read_text())["content"]
    return found


def wave_of(perspective: str, *, opens_on: date = date(2026, 9, 1), title: str = "") -> Wave:
    """A running wave with the central instrument."""
    instrument, _ = Instrument.objects.get_or_create(title=perspective, perspective=perspective)
    version, _ = InstrumentVersion.objects.get_or_create(
        instrument=instrument,
        number=1,
        defaults={
            "definition": content(perspective),
            "changed_by": "Elif Demir",
            "released_at": timezone.now(),
        },
    )
    return Wave.objects.create(
        title=title or f"Welle {perspective}",
        token=uuid.uuid4().hex[:10],
        version=version,
        perspective=perspective,
        state="running",
        opens_on=opens_on,
        closes_on=date(2026, 12, 31),
        channels=["link", "paper"],
        created_by="Elif Demir",
    )


def ended(wave: Wave) -> Wave:
    """The same wave, taking no more sheets."""
    wave.state = "ended"
    wave.save(update_fields=["state"])
    return wave


def sheet(wave: Wave, answers: dict[str, Any], *, channel: str = "link", language: str = "de") -> Response:
    """One sheet, not stored yet."""
    return Response(
        wave=wave,
        version=wave.version,
        channel=channel,
        language=language,
        week=date(2026, 9, 7),
        consent_version=1,
        answers=answers,
    )


def store(wave: Wave, *answers: dict[str, Any]) -> list[Response]:
    """Sheets with these answers."""
    return Response.objects.bulk_create([sheet(wave, one) for one in answers])


def by_chance(definition: Definition, chance: random.Random) -> dict[str, Any]:
    """A sheet as somebody might fill it in; skip logic is not looked at beyond the one question about barriers."""
    given: dict[str, Any] = {}
    for question in definition.asked:
        if question.type == "note" or chance.random() < 0.08:
            continue
        if question.show_if is not None and given.get("barriers", ["none"]) == ["none"]:
            continue
        if question.type == "multi":
            codes = [option.code for option in question.options if not option.exclusive]
            given[question.code] = chance.sample(codes, k=min(3, len(codes)))
        elif question.type == "single":
            given[question.code] = chance.choice(question.values)
        elif question.type == "scale":
            value = chance.choice(question.values)
            given[question.code] = value if value == "dk" else int(value)
        elif question.type == "text":
            given[question.code] = "Mir fehlt ein Platz in der Kita, und der Bus fährt abends nicht."
    return given


def store_many(wave: Wave, number: int, seed: int = 1) -> None:
    """Many sheets by chance."""
    chance = random.Random(seed)
    definition = from_stored(wave.version.definition)
    languages = ("de", "ar", "uk", "tr")
    rows = [
        sheet(
            wave,
            by_chance(definition, chance),
            channel=chance.choice(("link", "paper")),
            language=chance.choice(languages),
        )
        for _ in range(number)
    ]
    Response.objects.bulk_create(rows, batch_size=1000)
