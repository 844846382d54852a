"""Staff's pages about waves."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from shared.instruments.sentences import interface_text
from tenants.surveys.actions import accept_response, end_wave
from tenants.surveys.hashing import code_hash
from tenants.surveys.models import InvitationCode, SurveySettings, Wave
from tests.accounts import person, sign_in
from tests.tenants.surveys.waves import ELIF, FULL, create_wave, open_wave, plan, version


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A guide's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


def form_values(town: MunicipalityRef, **changes: Any) -> dict[str, Any]:
    """A wave as the form sends it."""
    with inside(realm_of(town)):
        asked = version()
    today = timezone.localdate()
    return {
        "title": "Herbst",
        "version": asked.pk,
        "opens_on": today.isoformat(),
        "closes_on": f"{today + timedelta(days=9):%d.%m.%Y}",
        "channels": ["link", "code"],
        "target_total": "200",
        "target_language_uk": "40",
        "target_language_de_simple": "5",
        "target_channel_paper": "30",
        **changes,
    }


def test_plan_release_end_and_open_again_on_screen(guide: Client, bensheim: MunicipalityRef) -> None:
    answer = guide.post("/erhebungen/neu/", form_values(bensheim))
    assert answer.status_code == 302
    with inside(realm_of(bensheim)):
        wave = Wave.objects.get()
    assert wave.targets == {"total": 200, "language": {"uk": 40, "de-simple": 5}, "channel": {"paper": 30}}
    home = answer.url
    for step, state in (("freigeben/", "running"), ("beenden/", "ended"), ("wieder-oeffnen/", "running")):
        assert guide.get(f"{home}{step}").status_code == 200
        guide.post(f"{home}{step}", {"closes_on": timezone.localdate().isoformat()})
        with inside(realm_of(bensheim)):
            wave.refresh_from_db()
        assert wave.state == state
        # Codes for a wave that is over would open nothing.
        assert (f"{home}codes/" in guide.get(home).content.decode()) == (state == "running")


@pytest.mark.parametrize("template", ["", "gibt-es-nicht", "%00", "x" * 500])
def test_an_unknown_template_chooses_nothing(guide: Client, template: str) -> None:
    page = guide.get(f"/erhebungen/neu/?vorlage={template}").content.decode()
    assert "Bitte auswählen" in page


def test_targets_are_folded_up_until_there_is_one(guide: Client, bensheim: MunicipalityRef) -> None:
    """Those of a stored wave, and what somebody typed beside a mistake, lie open."""
    values = form_values(bensheim)
    assert '<details class="k-details">' in guide.get("/erhebungen/neu/").content.decode()
    assert '<details class="k-details" open>' in guide.post("/erhebungen/neu/", values | {"title": ""}).content.decode()
    home = guide.post("/erhebungen/neu/", values).url
    assert '<details class="k-details" open>' in guide.get(f"{home}aendern/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"version": "999999"}, "version"),
        ({"version": "x"}, "version"),
        ({"closes_on": "1.1.2020"}, "closes_on"),
        ({"closes_on": "morgen"}, "closes_on"),
        ({"channels": []}, "channels"),
        ({"channels": ["pigeon"]}, "channels"),
        ({"target_total": "-1"}, "target_total"),
        ({"target_total": "34", "target_language_uk": "30"}, "target_total"),
        ({"target_total": "29"}, "target_total"),
    ],
)
def test_bad_plans_are_refused_at_their_field(
    guide: Client, bensheim: MunicipalityRef, changes: dict[str, Any], field: str
) -> None:
    answer = guide.post("/erhebungen/neu/", form_values(bensheim, **changes))
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert any(link["href"].startswith(f"#id_{field}") for link in page.select(".k-errors a"))
    with inside(realm_of(bensheim)):
        assert Wave.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_counts_what_came_back(guide: Client, bensheim: MunicipalityRef, number: int) -> None:
    with inside(realm_of(bensheim)):
        wave = open_wave()
        create_wave(plan=plan(title="Frühling"), by=ELIF)
        for _number in range(number):
            accept_response(wave=wave, id=uuid.uuid4(), channel="link", language="ar", answers=FULL, consent_version=1)
    rows = guide.get("/erhebungen/?format=csv").text.splitlines()
    assert [row.split(";")[5].strip('"') for row in rows[1:]] == [str(number), "0"]
    assert "Frühling" not in guide.get("/erhebungen/?standing=open").text
    assert "Herbst" not in guide.get("/erhebungen/?q=frühl").text
    assert guide.get("/erhebungen/?standing=no").status_code == 422
    page = guide.get(f"/erhebungen/{wave.pk}/")
    assert f"/u/{wave.token}/" in page.text
    # A guide reads which language it is, in a script a guide reads.
    assert "Arabisch" in page.text
    assert "العربية" not in page.text
    assert "Herbst" in guide.get("/arbeitsplatz/karten/surveys/").text
    assert "Herbst" in guide.get("/suche/?q=herb").text


def test_qr_codes_lead_to_the_public_address(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = open_wave()
    assert guide.get(f"/erhebungen/{wave.pk}/qr.svg").content.startswith(b"<?xml")
    assert guide.get(f"/erhebungen/{wave.pk}/qr.png").content.startswith(b"\x89PNG")
    assert guide.get(f"/erhebungen/{wave.pk}/qr.pdf").status_code == 404


def test_an_ended_wave_invites_nobody(guide: Client, bensheim: MunicipalityRef) -> None:
    """Its address and its QR code would lead people to a survey that is over."""
    with inside(realm_of(bensheim)):
        wave = open_wave()
        end_wave(wave=wave, by=SYSTEM)
    page = guide.get(f"/erhebungen/{wave.pk}/").text
    assert f"/u/{wave.token}/" not in page
    assert "qr.svg" not in page


@pytest.mark.parametrize("size", [1, 3])
def test_codes_stand_on_paper_only(guide: Client, bensheim: MunicipalityRef, size: int) -> None:
    with inside(realm_of(bensheim)):
        wave = open_wave()
    given = {"label": "Elternabend", "size": str(size), "language": "de"}
    answer = guide.post(f"/erhebungen/{wave.pk}/codes/", given)
    assert "no-store" in answer["Cache-Control"]
    reader = PdfReader(io.BytesIO(answer.content))
    words = "".join(page.extract_text() for page in reader.pages).split()
    codes = [word for word in words if len(word) == 11 and word[5] == "-" and word.isupper()]
    assert len(codes) == size
    with inside(realm_of(bensheim)):
        stored = set(InvitationCode.objects.values_list("code_hash", flat=True))
        assert stored == {code_hash(code, "invitation") for code in codes}
    assert f"0 von {size} eingelöst" in guide.get(f"/erhebungen/{wave.pk}/").text


@pytest.mark.parametrize("language", ["de-simple", "uk", "ar", "ti"])
def test_cards_with_codes_are_in_the_language_of_those_who_get_them(
    guide: Client, bensheim: MunicipalityRef, language: str
) -> None:
    """Also who pays; the heading for the town hall stays German."""
    with inside(realm_of(bensheim)):
        wave = open_wave()
    given = {"label": "Elternabend", "size": "1", "language": language}
    reader = PdfReader(io.BytesIO(guide.post(f"/erhebungen/{wave.pk}/codes/", given).content))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert reader.trailer["/Root"]["/Lang"] == language.split("-", maxsplit=1)[0]
    assert "Einladungscodes: Elternabend" in text
    if language != "ar":  # Arabic comes out of a PDF letter by letter.
        assert interface_text("your_code", language).text in text
        assert interface_text("eu_funding", language).text in text
    assert ("Ihr Code" in text) == (language == "de-simple")
    assert guide.post(f"/erhebungen/{wave.pk}/codes/", {**given, "language": "xx"}).status_code == 422


def test_settings_are_changed_within_their_limits(bensheim: MunicipalityRef, client_for: Any) -> None:
    client = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    page = BeautifulSoup(client.get("/erhebungen/einstellungen/").content, "html.parser")
    values = {field["name"]: field.get("value", "") for field in page.select("main form input")}
    assert client.post("/erhebungen/einstellungen/", {**values, "resume_days": "0"}).status_code == 422
    assert client.post("/erhebungen/einstellungen/", {**values, "resume_days": "30"}).status_code == 302
    with inside(realm_of(bensheim)):
        assert SurveySettings.current().resume_days == 30


@pytest.mark.parametrize(
    "step", ["aendern/", "beenden/", "codes/", "papier/", "papier/erfassen/", "gespraech/", "tablet/"]
)
def test_the_way_back_to_the_wave_stands_above_what_is_done_with_it(
    guide: Client, bensheim: MunicipalityRef, step: str
) -> None:
    """List, wave, and what the page is for."""
    with inside(realm_of(bensheim)):
        wave = open_wave()
    page = BeautifulSoup(guide.get(f"/erhebungen/{wave.pk}/{step}").content, "html.parser")
    trail = page.select(".k-breadcrumb a")
    assert [(link.get_text(), link["href"]) for link in trail] == [
        ("Bedarfserhebungen", "/erhebungen/"),
        (wave.title, f"/erhebungen/{wave.pk}/"),
    ]
