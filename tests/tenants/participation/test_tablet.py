"""The tablet's door: who may use it, what it takes, that sending again changes nothing."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.surveys.models import Response, Wave
from tests.accounts import person, sign_in

ANSWERS = {"lives_here": ["yes"], "rooms": ["3"], "barriers": ["money", "words"], "where": ["hidden: is dropped"]}


@pytest.fixture
def tablet(bensheim: MunicipalityRef, wave: Wave, client_for: Any) -> Client:
    """A device that staff has set up and signed out of."""
    client = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    assert client.post(f"/erhebungen/{wave.pk}/tablet/").status_code == 302
    key = client.cookies["kisi_tablet"]
    device = client_for(bensheim)
    device.cookies["kisi_tablet"] = key.value
    return device


def send(client: Client, wave: Wave, *sheets: Any) -> Any:
    """Hand sheets in."""
    return client.post(f"/u/{wave.token}/tablet/antworten/", json.dumps({"sheets": sheets}), "application/json")


def test_kept_sheets_are_stored_once(tablet: Client, bensheim: MunicipalityRef, wave: Wave) -> None:
    good = {"id": str(uuid.uuid4()), "language": "ar", "answers": ANSWERS}
    bad = {"id": str(uuid.uuid4()), "language": "ar", "answers": {"rooms": ["x"]}}
    answer = send(tablet, wave, good, bad, {"id": "no id"}).json()["sheets"]
    assert [entry["stored"] for entry in answer] == [True, False, False]
    assert send(tablet, wave, good).json()["sheets"] == [{"id": good["id"], "stored": True}]
    changed = {**good, "answers": {"lives_here": ["no"], "where": ["x"]}}
    assert send(tablet, wave, changed).json()["sheets"][0]["stored"] is False
    with inside(realm_of(bensheim)):
        (response,) = Response.objects.all()
    assert response.answers == {"lives_here": "yes", "rooms": 3, "barriers": ["money", "words"]}
    assert response.channel == "kiosk"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"lives_here": ["yes", "no"]}, "Bitte wählen Sie nur eine Antwort"),
        ({"lives_here": "yes"}, "nicht lesen"),
        ({"lives_here": [1]}, "nicht lesen"),
        (None, "nicht lesen"),
        ({"lives_here": ["no"], "other": ["x"]}, "die diese Welle nicht stellt: other"),
        ({"lives_here": ["yes"], "rooms": ["x"]}, "eine Zahl"),
    ],
)
def test_a_sheet_that_does_not_fit_stays_on_the_device_with_its_reason(
    tablet: Client, bensheim: MunicipalityRef, wave: Wave, answers: Any, reason: str
) -> None:
    """In words staff can read; nothing of it is stored."""
    (said,) = send(tablet, wave, {"id": str(uuid.uuid4()), "language": "ar", "answers": answers}).json()["sheets"]
    assert said["stored"] is False
    assert reason in said["reason"]
    with inside(realm_of(bensheim)):
        assert not Response.objects.exists()


def test_only_devices_that_were_set_up(bensheim: MunicipalityRef, wave: Wave, client_for: Any) -> None:
    stranger = client_for(bensheim)
    assert stranger.get(f"/u/{wave.token}/tablet/").status_code == 404
    assert stranger.get(f"/u/{wave.token}/tablet/ar/").status_code == 404
    assert send(stranger, wave).status_code == 403
    stranger.cookies["kisi_tablet"] = "yes:forged"
    assert send(stranger, wave).status_code == 403


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"sheets": 1}', '{"sheets": [1]}', '{"sheets": [' + "{}," * 60 + "{}]}"]
)
def test_what_is_no_list_of_sheets_is_refused(tablet: Client, wave: Wave, body: str) -> None:
    answer = tablet.post(f"/u/{wave.token}/tablet/antworten/", body, "application/json")
    assert answer.status_code == 400


def test_every_page_and_file_the_worker_keeps_is_there(tablet: Client, wave: Wave) -> None:
    """A missing one would keep the worker from being installed."""
    script = tablet.get(f"/u/{wave.token}/tablet/worker.js")
    assert script["Content-Type"].startswith("text/javascript")
    settings = json.loads(script.text.split("const settings = ")[1].split(";\n")[0])
    assert len(settings["pages"]) == 13
    for page in settings["pages"]:
        assert tablet.get(page).status_code == 200
    from django.contrib.staticfiles import finders

    for file in settings["files"]:
        assert finders.find(file.removeprefix("/static/"))


@pytest.mark.parametrize(("language", "first"), [("de", "1. Wohnen Sie hier?"), ("ar", "1. هل تسكن هنا؟")])
def test_questions_are_numbered_as_on_paper(tablet: Client, wave: Wave, language: str, first: str) -> None:
    """With a blank behind the number."""
    page = BeautifulSoup(tablet.get(f"/u/{wave.token}/tablet/{language}/").content, "html.parser")
    label = page.select_one("[data-question] .kern-label")
    assert label is not None
    assert " ".join(label.get_text().split()).startswith(first)
