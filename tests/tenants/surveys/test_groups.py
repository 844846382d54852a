"""Wished-for numbers and return by group: sex and age bracket, as far as people say; and the return as it goes on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kisi.accounts.models import Session
from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.core.vocabulary import AgeBracket, Sex
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.actions import accept_response, end_wave
from tenants.surveys.groups import hidden_values
from tenants.surveys.models import SurveySettings, Wave
from tests.accounts import person, sign_in
from tests.tenants.surveys.test_pages import form_values
from tests.tenants.surveys.waves import DEFINITION, ELIF, FULL, open_wave, version


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A guide's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


def asks_who() -> InstrumentVersion:
    """The small instrument with both voluntary questions about the person."""
    questions = [
        {
            "code": code,
            "type": "single",
            "text": {"de": code},
            "demographic": code,
            "options": [{"code": one.value, "text": {"de": one.value}} for one in values],
        }
        for code, values in (("sex", Sex), ("age_bracket", AgeBracket))
    ]
    page = {
        "key": "you",
        "title": {"de": "Sie"},
        "groups": [{"key": "you", "kind": "core", "questions": questions}],
    }
    return version(pages=[*DEFINITION["pages"], page])


def give(wave: Wave, number: int, **more: str) -> None:
    """Sheets that came back."""
    for _number in range(number):
        answers = FULL | more
        accept_response(wave=wave, id=uuid.uuid4(), channel="link", language="de", answers=answers, consent_version=1)


def bars(page: str) -> dict[str, str]:
    """Label → number of every bar."""
    rows = BeautifulSoup(page, "html.parser").select(".k-bars tr")
    return {row.th.text.strip(): row.select_one(".k-bars__value").text.strip() for row in rows}


def test_numbers_are_wished_for_by_group_and_stand_beside_the_return(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        asked = asks_who()
    wished = {
        "version": asked.pk,
        "target_sex_w": "20",
        "target_age_bracket_18_60": "30",
        "target_age_bracket_o60": "9",
    }
    answer = guide.post("/erhebungen/neu/", form_values(bensheim, **wished))
    assert answer.status_code == 302
    guide.post(f"{answer.url}freigeben/")
    with inside(realm_of(bensheim)):
        wave = Wave.objects.get()
        assert (wave.targets["sex"], wave.targets["age_bracket"]) == ({"w": 20}, {"18_60": 30, "o60": 9})
        give(wave, 7, sex="w", age_bracket="18_60")
        give(wave, 5, sex="m")
        give(wave, 2, sex="na")
        give(wave, 3)
    shown = bars(guide.get(answer.url).text)
    assert shown["weiblich"] == "7 von 20"
    assert (shown["männlich"], shown["divers"]) == ("5", "0")
    assert (shown["18 bis 60"], shown["über 60"]) == ("7 von 30", "0 von 9")
    assert shown["keine Angabe"] == "10"
    again = BeautifulSoup(guide.get(f"{answer.url}aendern/").content, "html.parser")
    assert again.select_one("[name=target_age_bracket_18_60]")["value"] == "30"
    assert again.select_one("[name=target_sex_na]") is None


def test_groups_a_questionnaire_does_not_ask_for_have_no_targets(guide: Client, bensheim: MunicipalityRef) -> None:
    answer = guide.post("/erhebungen/neu/", form_values(bensheim, target_sex_w="20"))
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert [link["href"] for link in page.select(".k-errors a")] == ["#id_target_sex_w"]
    assert page.select_one("[name=target_sex_w]")["value"] == "20"
    with inside(realm_of(bensheim)):
        wave = open_wave()
    assert "target_sex_w" not in guide.get(f"/erhebungen/{wave.pk}/aendern/").text
    assert "Rücklauf nach Geschlecht" not in guide.get(f"/erhebungen/{wave.pk}/").text


def test_small_groups_are_not_shown(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = open_wave(asks_who())
        give(wave, 9, sex="w")
        give(wave, 6, sex="m")
        give(wave, 1, sex="d")
    page = guide.get(f"/erhebungen/{wave.pk}/").text
    shown = bars(page.partition("Rücklauf nach Geschlecht")[2])
    assert (shown["weiblich"], shown["männlich"], shown["divers"]) == ("9", "geschützt", "geschützt")
    assert "weniger als 5 Bögen" in page


def test_from_which_number_a_group_is_shown_is_a_setting(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        SurveySettings(smallest_group=3).save()
        wave = open_wave(asks_who())
        give(wave, 9, sex="w")
        give(wave, 3, sex="m")
    page = guide.get(f"/erhebungen/{wave.pk}/").text
    assert bars(page.partition("Rücklauf nach Geschlecht")[2])["männlich"] == "3"
    assert "geschützt" not in page


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"w": 0, "m": 0}, ""),
        ({"w": 5, "m": 9, "na": 0}, ""),
        ({"w": 50, "m": 9, "d": 1, "na": 0}, "dm"),
        ({"w": 50, "m": 9, "d": 4, "na": 3}, ["d", "na"]),
        ({"w": 50, "m": 9, "d": 1, "na": 1}, ["d", "m", "na"]),
        ({"w": 3, "m": 0}, "wm"),
    ],
)
def test_what_is_hidden_cannot_be_worked_out(counts: Mapping[str, int], hidden: Any) -> None:
    assert hidden_values(counts, 5) == set(hidden)


def test_the_return_goes_on_by_itself_while_the_wave_is_open(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = open_wave()
        give(wave, 1)
    page = BeautifulSoup(guide.get(f"/erhebungen/{wave.pk}/").content, "html.parser")
    part = page.select_one("#ruecklauf")
    assert part["hx-trigger"] == "every 30s"
    assert page.select_one("[role=status]#ruecklauf-ansage").text == ""
    assert [link["href"] for link in page.select("main a") if link.text.strip() == "Aktualisieren"] == [
        f"/erhebungen/{wave.pk}/"
    ]
    htmx = {"HX-Request": "true"}
    with inside(realm_of(bensheim)):
        before = Entry.objects.count()
        first = Session.objects.get(user_id__isnull=False)
        Session.objects.update(last_seen_at=first.last_seen_at - timedelta(minutes=20))
    assert guide.get(part["hx-get"], headers=htmx).status_code == 204
    with inside(realm_of(bensheim)):
        give(wave, 1)
        given = Entry.objects.count()
    news = BeautifulSoup(guide.get(part["hx-get"], headers=htmx).content, "html.parser")
    assert news.select_one("#ruecklauf-ansage[hx-swap-oob]").text == "2 Antwortbögen"
    assert news.select_one("#ruecklauf")["hx-get"] != part["hx-get"]
    assert guide.get(part["hx-get"]).url == f"/erhebungen/{wave.pk}/"
    with inside(realm_of(bensheim)):
        later = Session.objects.get(user_id__isnull=False)
        assert later.last_seen_at < first.last_seen_at - timedelta(minutes=10)
        assert later.expire_date == first.expire_date
        assert Entry.objects.count() == given == before
        end_wave(wave=wave, by=ELIF)
    last = BeautifulSoup(guide.get(part["hx-get"], headers=htmx).content, "html.parser")
    assert last.select_one("#ruecklauf").get("hx-get") is None
    ended = guide.get(f"/erhebungen/{wave.pk}/").text
    assert 'hx-trigger="every' not in ended
    assert "Aktualisieren" not in ended


def test_a_page_left_open_stops_asking_when_the_session_is_over(bensheim: MunicipalityRef, client_for: Any) -> None:
    with inside(realm_of(bensheim)):
        wave = open_wave()
    answer = client_for(bensheim).get(f"/erhebungen/{wave.pk}/ruecklauf/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers.get("HX-Redirect"), answer["HX-Reswap"]) == (286, None, "none")
    assert client_for(bensheim).get(f"/erhebungen/{wave.pk}/ruecklauf/").status_code == 302
