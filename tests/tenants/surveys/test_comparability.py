"""What a new wave says about the one before: same, reworded, different, new."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.utils import timezone

from kisi.core.realms import MunicipalityRef
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.actions import create_wave
from tenants.surveys.comparability import comparability_of
from tests.tenants.surveys.waves import DEFINITION, ELIF, open_wave, plan, version

pytestmark = pytest.mark.usefixtures("in_bensheim")


def next_version(first: InstrumentVersion) -> InstrumentVersion:
    """One question in other words, one with another scale, one more."""
    definition: dict[str, Any] = copy.deepcopy(DEFINITION)
    home, needs = (definition["pages"][place]["groups"][0]["questions"] for place in (0, 1))
    home[1]["text"]["de"] = "Zimmer ohne Bad und Küche"
    needs[0]["scale"]["to"] = 4
    needs.append({"code": "quiet", "type": "text", "text": {"de": "Ist es ruhig?"}})
    return InstrumentVersion.objects.create(
        instrument=first.instrument, number=2, definition=definition, changed_by=ELIF.label, released_at=timezone.now()
    )


def test_questions_are_sorted_by_what_they_share() -> None:
    """Another wording stays comparable and is named; another scale does not."""
    first = version()
    earlier = open_wave(first, title="Frühjahr")
    found = comparability_of(create_wave(plan=plan(next_version(first)), by=ELIF))
    assert found
    assert found.earlier == earlier
    assert (found.reworded, found.different, found.new) == (
        ["Zimmer ohne Bad und Küche"],
        ["Hilfe bei der Wohnung"],
        ["Ist es ruhig?"],
    )
    assert found.same == ["Wohnen Sie hier?", "Was macht es schwer?", "Seit wann?", "Ihr Wunsch", "Wo wohnen Sie?"]
    assert found.number == 6


def test_the_first_wave_has_nothing_beside_it(in_bensheim: MunicipalityRef) -> None:
    """Nor have waves with other questionnaires, or one that was never released, anything to do with it."""
    open_wave(version(), title="Anderer Fragebogen")
    first = version()
    create_wave(plan=plan(first, title="Nur geplant"), by=ELIF)
    assert comparability_of(open_wave(first)) is None
