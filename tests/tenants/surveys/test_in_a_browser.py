"""A page that shows a running wave, in a real browser with a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tests.accounts import PASSWORD, person
from tests.live import chromium, serving
from tests.servers import Servers
from tests.tenants.surveys.waves import open_wave

pytestmark = pytest.mark.browser

A_TURN = 31_000
"""Milliseconds in which the page asks once."""
VISIBILITY = """
    window.isTabHidden = false;
    Object.defineProperty(Document.prototype, "hidden", { get: () => window.isTabHidden });
    Object.defineProperty(Document.prototype, "visibilityState", {
        get: () => (window.isTabHidden ? "hidden" : "visible"),
    });
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, database: Servers, bensheim: MunicipalityRef) -> Iterator[Page]:
    """The page of a running wave, as its guide has it open."""
    with inside(realm_of(bensheim)):
        wave = open_wave()
        person(bensheim, Role.GUIDE)
    with serving() as port:
        context = browser.new_context(locale="de-DE")
        opened = context.new_page()
        base = f"http://bensheim.kisi.localhost:{port}"
        opened.goto(f"{base}/anmelden/")
        opened.get_by_label("E-Mail-Adresse").fill("guide@example.org")
        opened.get_by_label("Passwort", exact=True).fill(PASSWORD)
        opened.get_by_role("button", name="Anmelden", exact=True).click()
        opened.wait_for_url(f"{base}/")
        opened.add_init_script(VISIBILITY)
        opened.clock.install()
        opened.goto(f"{base}/erhebungen/{wave.pk}/")
        yield opened
        context.close()


def hide(page: Page, *, hidden: bool) -> None:
    """What a browser does with a tab in the background."""
    page.evaluate("isHidden => { window.isTabHidden = isHidden; }", hidden)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_return_goes_on_only_where_somebody_can_see_it(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "stand=" in request.url else None)

    def a_turn() -> None:
        with page.expect_response(lambda response: "stand=" in response.url):
            page.clock.run_for(A_TURN)

    a_turn()
    assert len(asked) == 1, "a tab that is seen asks"
    hide(page, hidden=True)
    for _turn in range(3):
        page.clock.run_for(A_TURN)
        page.evaluate("() => fetch('/healthz')")
    assert len(asked) == 1, "a tab in the background does not"
    hide(page, hidden=False)
    a_turn()
    assert len(asked) == 2, "and goes on when it is seen again"
