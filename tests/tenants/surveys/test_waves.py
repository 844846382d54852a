"""A wave's life: what may change when, and who hears of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef
from tenants.surveys.actions import change_wave, create_wave, end_wave, release_wave, reopen_wave
from tenants.surveys.due_work import ending_waves
from tenants.surveys.models import Wave
from tenants.surveys.problems import WaveNotChangeable
from tenants.surveys.vocabulary import Standing
from tests.tenants.surveys.waves import ELIF, open_wave, plan, version


def test_a_wave_is_planned_released_ended_and_opened_again(in_bensheim: MunicipalityRef) -> None:
    """Each step is in the trail."""
    today = timezone.localdate()
    wave = create_wave(plan=plan(), by=ELIF)
    assert wave.standing(today) == Standing.PLANNED
    assert release_wave(wave=wave, by=ELIF).standing(today) == Standing.OPEN
    assert end_wave(wave=wave, by=ELIF).standing(today) == Standing.ENDED
    again = reopen_wave(wave=wave, closes_on=today, by=ELIF)
    assert (again.standing(today), again.standing(today + timedelta(days=1))) == (Standing.OPEN, Standing.CLOSED)
    events = list(Entry.objects.filter(subject=wave.reference).order_by("sequence").values_list("event", flat=True))
    assert events == [f"surveys.wave_{step}" for step in ("created", "released", "ended", "reopened")]


def test_a_draft_questionnaire_is_not_released(in_bensheim: MunicipalityRef) -> None:
    wave = create_wave(plan=plan(version(released=False)), by=ELIF)
    with pytest.raises(WaveNotChangeable, match="Entwurf"):
        release_wave(wave=wave, by=ELIF)
    assert Wave.objects.get().state == "planned"


def test_a_period_in_the_past_is_not_released(in_bensheim: MunicipalityRef) -> None:
    past = timezone.localdate() - timedelta(days=1)
    wave = create_wave(plan=plan(opens_on=past, closes_on=past), by=ELIF)
    with pytest.raises(WaveNotChangeable, match="Vergangenheit"):
        release_wave(wave=wave, by=ELIF)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"channels": []}, WaveNotChangeable),
        ({"channels": ["pigeon"]}, WaveNotChangeable),
        ({"title": "x" * 201}, ValidationError),
        ({"closes_on": date(2020, 1, 1)}, ValidationError),
    ],
)
def test_a_bad_plan_is_refused(
    in_bensheim: MunicipalityRef, changes: dict[str, object], problem: type[Exception]
) -> None:
    with pytest.raises(problem):
        create_wave(plan=plan(**changes), by=ELIF)
    assert Wave.objects.count() == 0


def test_a_released_wave_keeps_its_questions_and_its_beginning(in_bensheim: MunicipalityRef) -> None:
    wave = open_wave()
    fixed = {"opens_on": wave.opens_on, "closes_on": wave.closes_on}
    with pytest.raises(WaveNotChangeable, match="stehen mit der Freigabe fest"):
        change_wave(wave=wave, plan=plan(**fixed), by=ELIF)
    with pytest.raises(WaveNotChangeable, match="stehen mit der Freigabe fest"):
        change_wave(wave=wave, plan=plan(wave.version, opens_on=wave.opens_on - timedelta(days=1)), by=ELIF)
    longer = wave.closes_on + timedelta(days=5)
    changed = change_wave(
        wave=wave, plan=plan(wave.version, opens_on=wave.opens_on, closes_on=longer, targets={"total": 5}), by=ELIF
    )
    assert (changed.closes_on, changed.targets) == (longer, {"total": 5})


def test_an_ended_wave_is_not_changed(in_bensheim: MunicipalityRef) -> None:
    wave = open_wave()
    end_wave(wave=wave, by=ELIF)
    with pytest.raises(WaveNotChangeable, match="beendet"):
        change_wave(wave=wave, plan=plan(wave.version), by=ELIF)
    with pytest.raises(WaveNotChangeable, match="Nur eine freigegebene"):
        end_wave(wave=wave, by=ELIF)


def test_days_begin_and_end_in_berlin(in_bensheim: MunicipalityRef) -> None:
    """At 23:30 UTC it is the next day in Hesse."""
    day = date(2026, 7, 15)
    wave = Wave(state="running", opens_on=day, closes_on=day, channels=["link"])
    with time_machine.travel("2026-07-14T22:30:00+00:00", tick=False):
        assert wave.standing(timezone.localdate()) == Standing.OPEN
    with time_machine.travel("2026-07-15T22:30:00+00:00", tick=False):
        assert wave.standing(timezone.localdate()) == Standing.CLOSED


@pytest.mark.parametrize("number", [1, 3])
def test_waves_that_end_are_due(in_bensheim: MunicipalityRef, number: int) -> None:
    """The earliest first; planned and ended ones are nobody's work."""
    today = timezone.localdate()
    for days in range(number):
        open_wave(title=f"Welle {days}", closes_on=today + timedelta(days=days))
    create_wave(plan=plan(closes_on=today), by=ELIF)
    end_wave(wave=open_wave(closes_on=today), by=ELIF)
    items = ending_waves(1, today + timedelta(days=7), 10)
    assert [item.due_on for item in items] == [today + timedelta(days=days) for days in range(number)]
    assert ending_waves(1, today - timedelta(days=1), 10) == []
