"""The one door for answers: what it takes, what it refuses, and that it takes each sheet once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef
from tenants.surveys.actions import accept_response, accept_responses, end_wave, type_sheet, withdraw_sheet
from tenants.surveys.actions.responses import Sheet
from tenants.surveys.models import Response, TypedSheet, Wave
from tenants.surveys.problems import (
    AnswersRefused,
    ChannelNotAllowed,
    OtherAnswerUnderThisId,
    SheetTypedAlready,
    WaveNotOpen,
)
from tests.tenants.surveys.waves import ELIF, FULL, monday, open_wave


def accept(wave: Wave, **changes: Any) -> Response:
    """A full sheet by the public link."""
    given = {"id": uuid.uuid4(), "channel": "link", "language": "ar", "answers": FULL, "consent_version": 1}
    return accept_response(wave=wave, **{**given, **changes})


def test_a_sheet_is_stored_with_its_week_only(in_bensheim: MunicipalityRef) -> None:
    response = accept(open_wave())
    stored = Response.objects.get()
    assert stored.pk == response.pk
    assert (stored.channel, stored.language, stored.answers) == ("link", "ar", FULL)
    assert stored.week == monday(timezone.localdate())
    assert Entry.objects.filter(event="surveys.sheet_typed").count() == 0


def test_the_same_sheet_again_is_the_same_response(in_bensheim: MunicipalityRef) -> None:
    wave, number = open_wave(), uuid.uuid4()
    first = accept(wave, id=number)
    assert accept(wave, id=number) == first
    assert Response.objects.count() == 1


@pytest.mark.parametrize("changes", [{"answers": {**FULL, "rooms": 4}}, {"language": "de"}, {"channel": "kiosk"}])
def test_other_content_under_a_known_id_is_refused(in_bensheim: MunicipalityRef, changes: dict[str, Any]) -> None:
    wave, number = open_wave(), uuid.uuid4()
    accept(wave, id=number)
    with pytest.raises(OtherAnswerUnderThisId):
        accept(wave, id=number, **changes)
    assert Response.objects.get().answers == FULL


def test_a_sheet_sent_again_after_the_end_is_still_the_same(in_bensheim: MunicipalityRef) -> None:
    """The answer to the first sending was lost on the way."""
    wave, number = open_wave(), uuid.uuid4()
    first = accept(wave, id=number)
    ended = end_wave(wave=wave, by=ELIF)
    assert accept(ended, id=number) == first
    with pytest.raises(WaveNotOpen):
        accept(ended)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({**FULL, "never_asked": "x"}, {"never_asked": "unknown"}),
        ({**FULL, "where": "Köln"}, {"where": "hidden"}),
        ({"lives_here": "no"}, {"where": "required"}),
        ({}, {"lives_here": "required"}),
        ({**FULL, "rooms": "drei"}, {"rooms": "not_a_number"}),
        ({**FULL, "need_housing": 9}, {"need_housing": "not_an_option"}),
        ({**FULL, "barriers": ["money", "none"]}, {"barriers": "exclusive"}),
        ({**FULL, "wish": "x" * 201}, {"wish": "too_long"}),
        ({**FULL, "wish": "a\0b"}, {"wish": "not_text"}),
        ({**FULL, "wish": "x" * 10_000_000}, {"wish": "too_long"}),
    ],
)
def test_answers_that_do_not_fit_are_refused_with_a_reason(
    in_bensheim: MunicipalityRef, answers: dict[str, Any], wrong: dict[str, str]
) -> None:
    """And nothing is half-saved."""
    with pytest.raises(AnswersRefused) as refused:
        accept(open_wave(), answers=answers)
    assert refused.value.errors == wrong
    assert Response.objects.count() == 0


def test_only_offered_channels_and_known_languages(in_bensheim: MunicipalityRef) -> None:
    wave = open_wave(channels=["link"])
    for channel in ("kiosk", "pigeon"):
        with pytest.raises(ChannelNotAllowed):
            accept(wave, channel=channel)
    with pytest.raises(AnswersRefused):
        accept(wave, language="klingon")


@pytest.mark.parametrize(("days", "link", "paper"), [(-4, 0, 0), (10, 1, 1), (11, 0, 1), (24, 0, 1), (25, 0, 0)])
def test_paper_may_come_late_and_counts_for_the_last_week(
    in_bensheim: MunicipalityRef, days: int, link: int, paper: int
) -> None:
    """The wave opened three days ago and closes in ten; sheets are typed in for fourteen days more."""
    wave = open_wave()
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        for channel, expected in (("link", link), ("paper", paper)):
            if expected:
                assert accept(wave, channel=channel).week <= monday(wave.closes_on)
            else:
                with pytest.raises(WaveNotOpen):
                    accept(wave, channel=channel)


def test_a_typed_sheet_is_in_the_trail_without_its_number(in_bensheim: MunicipalityRef) -> None:
    wave = open_wave()
    response = accept(wave, channel="assisted", by=ELIF)
    entry = Entry.objects.get(event="surveys.sheet_typed")
    assert (entry.subject, entry.details) == (wave.reference, {"channel": "assisted"})
    assert str(response.pk) not in f"{entry.subject}{entry.details}"


def test_many_sheets_at_once_are_each_checked_and_stored_together(in_bensheim: MunicipalityRef) -> None:
    wave = open_wave()
    sheets = [
        Sheet(id=uuid.uuid4(), channel="link", language="ar", consent_version=1, answers=FULL) for _number in range(3)
    ]
    assert accept_responses(wave=wave, sheets=sheets, by=ELIF) == 3
    assert accept_responses(wave=wave, sheets=sheets, by=ELIF) == 0
    bad = Sheet(id=uuid.uuid4(), channel="link", language="ar", consent_version=1, answers={"rooms": 1})
    with pytest.raises(AnswersRefused):
        accept_responses(wave=wave, sheets=[sheets[0], bad], by=ELIF)
    assert Response.objects.count() == 3


def test_a_paper_sheet_is_typed_once_and_can_be_taken_back(in_bensheim: MunicipalityRef) -> None:
    wave, number = open_wave(), uuid.uuid4()
    given = {"wave": wave, "language": "ar", "answers": FULL, "consent_version": 1, "by": ELIF, "number": 7}
    type_sheet(id=number, **given)
    type_sheet(id=number, **given)
    with pytest.raises(SheetTypedAlready, match="7"):
        type_sheet(id=uuid.uuid4(), **given)
    assert (Response.objects.count(), TypedSheet.objects.count()) == (1, 1)
    assert withdraw_sheet(wave=wave, id=number, number=7, by=ELIF) is True
    assert withdraw_sheet(wave=wave, id=number, number=7, by=ELIF) is False
    assert (Response.objects.count(), TypedSheet.objects.count()) == (0, 0)
