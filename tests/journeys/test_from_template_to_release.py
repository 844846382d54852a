"""The whole way: a template is written in the centre, people answer in a town, the state reads a rounded figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.surveys.models import Response, SurveySettings
from tests.accounts import person
from tests.journeys.answering import answer_in_arabic
from tests.journeys.questionnaire import questionnaire
from tests.journeys.seeing import DESK, PHONE, sign_in
from tests.journeys.surveying import open_a_wave
from tests.journeys.templates import adopt_the_template, review_and_publish, write_a_template
from tests.live import serving
from tests.servers import Servers

pytestmark = pytest.mark.browser

WISH = "أبحث عن شقة لعائلتي قرب المدرسة"


@pytest.fixture
def hosts(database: Servers, settings: Any) -> Iterator[tuple[str, str]]:
    """The public host's address and Bensheim's."""
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield settings.KISI_BASE_URL, f"http://bensheim.kisi.localhost:{port}"


def test_from_a_template_to_the_states_figure(
    hosts: tuple[str, str], bensheim: MunicipalityRef, open_browser: Callable[..., BrowserContext]
) -> None:
    """Editor, reviewer, guide, a person with a phone, guide again, worker, ministry."""
    centre, town = hosts
    editor = person(None, Role.TEMPLATE_EDITOR)
    reviewer = person(None, Role.TEMPLATE_EDITOR, email="zweite@example.org", name="Ada Lang")
    guide = person(bensheim, Role.GUIDE)
    with inside(realm_of(bensheim)):
        SurveySettings.objects.create(fill_seconds=0, privacy_contact="integration@bensheim.example")

    page = open_browser(**DESK).new_page()
    sign_in(page, centre, editor.email)
    write_a_template(page, questionnaire())

    page = open_browser(**DESK).new_page()
    sign_in(page, centre, reviewer.email)
    review_and_publish(page)

    desk = open_browser(**DESK).new_page()
    sign_in(desk, town, guide.email)
    adopt_the_template(desk)
    address = open_a_wave(desk, "Herbst 2026")

    phone = open_browser(java_script_enabled=False, **PHONE).new_page()
    answer_in_arabic(phone, address, text=WISH, chosen={"need_housing": "3"})
    with inside(realm_of(bensheim)):
        response = Response.objects.get()
    assert (response.language, response.channel) == ("ar", "link")
    assert response.answers["open_text"] == WISH
    assert response.answers["need_housing"] == 3
