"""Taking part in a real browser: in Arabic on a phone without script, on a tablet without a network, for axe."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from playwright.sync_api import BrowserContext, Page, expect

from kisi.core.actors import SYSTEM
from kisi.core.adoption import TemplateCopy, adopt
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.models import Response, SurveySettings, Wave
from tests.accounts import person
from tests.journeys.accessibility.checking import HEIGHT, WIDE, faults, settled
from tests.journeys.answering import answer_in_arabic
from tests.journeys.seeing import PHONE, look, sign_in
from tests.live import serving
from tests.servers import Servers
from tests.tenants.surveys.waves import open_wave

pytestmark = pytest.mark.browser

TEMPLATE = "bedarf-drittstaatsangehoerige"
GUIDE = "guide@example.org"
WISH = "أحتاج إلى دورة لغة"


@pytest.fixture
def wave(database: Servers, bensheim: MunicipalityRef) -> Wave:
    """A wave of KISI's own instrument for third-country nationals, open by every way."""
    source = files("shared.library").joinpath(f"data/{TEMPLATE}.1.json").read_text(encoding="utf-8")
    with inside(realm_of(bensheim)):
        cache.clear()
        with transaction.atomic():
            adopt(TemplateCopy(TEMPLATE, 1, "survey", "Bedarf", json.loads(source)["content"]), by=SYSTEM)
        SurveySettings.objects.create(fill_seconds=0, privacy_contact="integration@bensheim.example")
        asked = InstrumentVersion.objects.select_related("instrument").get()
        return open_wave(asked=asked, targets={"total": 20, "language": {"ar": 5}})


@pytest.fixture
def town(wave: Wave, settings: Any) -> Iterator[str]:
    """Bensheim's address."""
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield f"http://bensheim.kisi.localhost:{port}"


def stored(municipality: MunicipalityRef) -> list[Response]:
    """What came back."""
    with inside(realm_of(municipality)):
        return list(Response.objects.all())


def check_with_axe(page: Page, place: str) -> None:
    """Nothing for axe to find, nothing wider than the screen, in every look."""
    settled(page)
    assert faults(page) == [], place
    look(page, place)


def test_answering_in_arabic_on_a_phone_without_script(
    town: str, wave: Wave, bensheim: MunicipalityRef, open_browser: Callable[..., BrowserContext]
) -> None:
    """Language, consent, every page with its first answer, once a mistake, sending, thanks: all right to left."""
    page = open_browser(java_script_enabled=False, **PHONE).new_page()
    answer_in_arabic(page, f"{town}/u/{wave.token}/", text=WISH)
    (response,) = stored(bensheim)
    assert (response.language, response.channel) == ("ar", "link")
    assert response.answers["open_text"] == WISH
    assert len(response.answers) >= 20
    page.go_back()
    assert page.locator("textarea, input[type=radio]").count() == 0


def test_a_tablet_goes_on_without_a_network_and_sends_later(
    wave: Wave, settings: Any, bensheim: MunicipalityRef, open_browser: Callable[..., BrowserContext]
) -> None:
    """The server is really gone; two sheets wait on the device and arrive once each when it is back."""
    person(bensheim, Role.GUIDE)
    context = open_browser(viewport={"width": 820, "height": 1180})
    page = context.new_page()
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        town = f"http://bensheim.kisi.localhost:{port}"
        sign_in(page, town, GUIDE)
        page.goto(f"{town}/erhebungen/{wave.pk}/tablet/")
        page.get_by_role("button", name="Dieses Gerät einrichten").click()
        page.wait_for_url("**/tablet/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for number in (1, 2):
        page.goto(f"{town}/u/{wave.token}/tablet/")
        page.get_by_role("link", name="العربية").click()
        page.locator("#consent").check()
        page.locator("[data-question] input[type=radio]").first.check()
        page.locator("form button[type=submit]").click()
        expect(page.locator("[data-offline]")).to_be_visible()
        expect(page.locator("[data-waiting]")).to_contain_text(str(number))
        look(page, f"tablet-offline-{number}")
    assert stored(bensheim) == []
    with serving(port):
        page.goto(f"{town}/u/{wave.token}/tablet/")
        for _ in range(150):  # nothing waits either before the script has looked
            if len(stored(bensheim)) == 2:
                break
            page.wait_for_timeout(100)
        expect(page.locator("[data-waiting]")).to_have_text("")
        assert [response.channel for response in stored(bensheim)] == ["kiosk", "kiosk"]
        page.reload()
        expect(page.locator("[data-waiting]")).to_have_text("")
    assert len(stored(bensheim)) == 2


def test_what_the_server_refuses_stays_on_the_tablet_until_staff_decide(
    town: str, wave: Wave, bensheim: MunicipalityRef, open_browser: Callable[..., BrowserContext]
) -> None:
    """Kept by an older questionnaire, say: named on the tablet, read and deleted by staff, never sent by itself."""
    person(bensheim, Role.GUIDE)
    page = open_browser(viewport={"width": 820, "height": 1180}).new_page()
    sign_in(page, town, GUIDE)
    set_up = f"{town}/erhebungen/{wave.pk}/tablet/"
    page.goto(set_up)
    expect(page.locator("[data-kept-sheets]")).to_be_hidden()
    page.get_by_role("button", name="Dieses Gerät einrichten").click()
    page.wait_for_url("**/tablet/")
    keep = "globalThis.kisiSheets(document.body.dataset.tablet).put({id: crypto.randomUUID(), language: 'de', answers})"
    page.evaluate(f"async (answers) => {{ await {keep} }}", {"need_housing": ["sehr"]})
    page.reload()
    expect(page.locator("[data-refused]")).to_contain_text("Nicht angenommene Bögen: 1")
    expect(page.locator("[data-waiting]")).to_have_text("")
    page.goto(set_up)
    kept = page.locator("[data-kept-sheets]")
    expect(kept.locator("[data-reason]")).to_contain_text("konnten wir nicht lesen")
    kept.get_by_text("Antworten zeigen").click()
    expect(kept.locator("dd")).to_have_text("sehr")
    check_with_axe(page, "kept sheets")
    look(page, "tablet-kept")
    kept.get_by_role("button", name="Alle erneut senden").click()
    expect(kept.get_by_role("status")).to_contain_text("wieder nicht angenommen")
    kept.get_by_text("Löschen", exact=True).click()
    kept.get_by_role("button", name="Endgültig löschen").click()
    expect(kept.get_by_role("status")).to_have_text("Der Bogen ist gelöscht.")
    expect(kept.locator("li")).to_have_count(0)
    page.reload()
    expect(kept).to_be_hidden()
    assert stored(bensheim) == []


def test_a_heading_over_questions_that_are_not_asked_is_hidden_with_them(
    town: str, wave: Wave, bensheim: MunicipalityRef, open_browser: Callable[..., BrowserContext]
) -> None:
    person(bensheim, Role.GUIDE)
    page = open_browser().new_page()
    sign_in(page, town, GUIDE)
    page.goto(f"{town}/erhebungen/{wave.pk}/gespraech/?language=de")
    asked, depending = (page.locator("main h2", has_text="Hürden").nth(place) for place in (0, 1))
    expect(asked).to_be_visible()
    expect(depending).to_be_hidden()
    page.locator("[name=a_barriers]").first.check()
    expect(depending).to_be_visible()


def test_an_idle_tablet_starts_over(
    town: str, wave: Wave, bensheim: MunicipalityRef, open_browser: Callable[..., BrowserContext]
) -> None:
    """Nobody finds somebody else's answers on the screen."""
    person(bensheim, Role.GUIDE)
    with inside(realm_of(bensheim)):
        SurveySettings.objects.update(kiosk_idle_seconds=20)
    page = open_browser().new_page()
    page.clock.install()
    sign_in(page, town, GUIDE)
    page.goto(f"{town}/erhebungen/{wave.pk}/tablet/")
    page.get_by_role("button", name="Dieses Gerät einrichten").click()
    page.goto(f"{town}/u/{wave.token}/tablet/de/")
    page.locator("[data-question] input[type=radio]").first.check()
    page.clock.run_for(25_000)
    page.wait_for_url(f"{town}/u/{wave.token}/tablet/")


@pytest.mark.parametrize("language", ["ar", "de", "ti"])
def test_axe_finds_nothing_on_participants_pages(
    town: str, wave: Wave, language: str, open_browser: Callable[..., BrowserContext]
) -> None:
    """Narrow and wide, light and dark; a page with mistakes included."""
    page = open_browser(viewport={"width": WIDE, "height": HEIGHT}).new_page()
    page.goto(f"{town}/u/{wave.token}/?sprache={language}")
    check_with_axe(page, f"languages-{language}")
    page.goto(f"{town}/u/{wave.token}/beginnen/{language}/")
    page.locator("main form button[type=submit]").click()
    check_with_axe(page, f"mistake-{language}")
    page.locator("#consent").check()
    page.locator("main form button[type=submit]").click()
    check_with_axe(page, f"page-{language}")
    page.locator("button[name=go][value=pause]").click()
    check_with_axe(page, f"paused-{language}")
    page.goto(f"{town}/u/{wave.token}/weiter/?sprache={language}")
    page.locator("#code").fill("x")
    page.locator("main form button[type=submit]").click()
    check_with_axe(page, f"resume-{language}")
    page.goto(f"{town}/u/{wave.token}/fertig/?sprache={language}")
    check_with_axe(page, f"done-{language}")


def test_typing_by_keyboard_alone(
    town: str, wave: Wave, bensheim: MunicipalityRef, open_browser: Callable[..., BrowserContext]
) -> None:
    """Digit, Enter, digit, Enter … and the next sheet."""
    person(bensheim, Role.GUIDE)
    page = open_browser().new_page()
    sign_in(page, town, GUIDE)
    page.goto(f"{town}/erhebungen/{wave.pk}/papier/erfassen/")
    expect(page.locator("#number")).to_be_focused()
    page.keyboard.type("12")
    for digits in ("1", "2", "3"):
        page.keyboard.press("Enter")
        page.keyboard.type(digits)
    page.get_by_role("button", name="Erfassen, nächster Bogen").click()
    expect(page.get_by_text("Bogen 12")).to_be_visible()
    (response,) = stored(bensheim)
    assert response.answers == {"need_language": 1, "need_education": 2, "need_work": 3}
