"""The demo's answers: valid, the same for the same seed, made once, and quickly enough for 42 towns."""

from __future__ import annotations

import json
import time
from importlib.resources import files
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from kisi.core.actors import SYSTEM
from kisi.core.adoption import TemplateCopy, adopt
from kisi.core.periods import period_at
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.ops.demo_data.answers import Town, sheets
from kisi.ops.demo_data.reading import read_answers
from kisi.ops.demo_data.surveys import open_surveys
from shared.instruments.definition import from_stored
from shared.municipalities.register.entries import demo_selection
from tenants.results.models import AnswerCode, Coding, Publication
from tenants.surveys.models import Response, Wave

SHIPPED = ("bedarf-drittstaatsangehoerige", "bedarf-einwohnerschaft", "bedarf-verwaltung")
LIMIT_SECONDS = 1.5
"""Of this process's work for one town; idle it is a fifth."""


def shipped(key: str) -> dict[str, Any]:
    """One of KISI's own instruments as it is shipped."""
    content = files("shared.library").joinpath(f"data/{key}.1.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(content)["content"]
    return loaded


@pytest.fixture
def town(bensheim: MunicipalityRef) -> MunicipalityRef:
    """Bensheim with the three instruments."""
    with inside(realm_of(bensheim)), transaction.atomic():
        for key in SHIPPED:
            adopt(TemplateCopy(key, 1, "survey", key, shipped(key)), by=SYSTEM)
    return bensheim


def test_three_waves_with_answers_once(town: MunicipalityRef) -> None:
    entry = next(entry for entry in demo_selection(42) if entry.slug == town.slug)
    reverse("participation:languages", args=["x"])  # loading all pages' modules is no part of a town
    started = time.process_time()
    address = open_surveys(entry, 1)
    took = time.process_time() - started
    with inside(realm_of(town)):
        waves = list(Wave.objects.filter(state="running").order_by("perspective"))
        ended = list(Wave.objects.filter(state="ended").order_by("perspective"))
        number = Response.objects.filter(wave__in=waves).count()
        earlier = list(Response.objects.filter(wave__in=ended).values_list("week", flat=True))
        languages = set(Response.objects.values_list("language", flat=True))
        weeks = set(Response.objects.values_list("week", flat=True))
    assert [wave.perspective for wave in waves] == ["administration", "residents", "third_country_nationals"]
    assert address.endswith(f"/u/{waves[2].token}/")
    assert 310 <= number <= 440
    assert len(languages) >= 10
    assert len(weeks) >= 4
    assert took < LIMIT_SECONDS, f"{took:.2f} s"
    before = period_at(timezone.now()).previous
    assert [wave.perspective for wave in ended] == [wave.perspective for wave in waves]
    assert all(before.contains(wave.opens_on) and before.contains(wave.closes_on) for wave in ended)
    assert all(before.contains(week) for week in earlier)
    assert number * 0.35 <= len(earlier) <= number * 0.7
    for wave in waves + ended:
        wished = [wave.targets[kind] for kind in ("sex", "age_bracket") if kind in wave.targets]
        assert [sum(groups.values()) for groups in wished] == [wave.targets["total"]] * len(wished)
    assert open_surveys(entry, 1) == address
    with inside(realm_of(town)):
        assert Response.objects.count() == number + len(earlier)


def test_partner_towns_have_read_some_answers_and_published_a_result(town: MunicipalityRef) -> None:
    entry = next(entry for entry in demo_selection(42) if entry.slug == town.slug)
    open_surveys(entry, 1)
    read_answers(entry)
    read_answers(entry)
    with inside(realm_of(town)):
        counted = list(AnswerCode.objects.annotate(answers=Count("codings")).values_list("answers", flat=True))
        published = Publication.objects.get()
        read = Coding.objects.count()
        assert published.wave.state == "ended"
    assert len(counted) == 2
    assert all(counted)
    assert read > sum(counted)
    assert published.figures["total"] >= 60


def test_the_same_seed_gives_the_same_answers() -> None:
    definition = from_stored(shipped(SHIPPED[0]))
    first = list(sheets(definition, Town("bensheim", 1), 3))
    assert first == list(sheets(definition, Town("bensheim", 1), 3))
    assert first != list(sheets(definition, Town("bensheim", 2), 3))
    assert first != list(sheets(definition, Town("butzbach", 1), 3))
