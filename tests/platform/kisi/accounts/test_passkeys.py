"""Passkeys in a real browser with a virtual authenticator, and pages without any script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tests.accounts import PASSWORD, person
from tests.axe import violations
from tests.live import chromium, serving
from tests.servers import Servers

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def port(database: Servers, settings: Any) -> Iterator[int]:
    """The platform, answering browsers."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield port


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of one person."""
    context = browser.new_context(locale="de-DE")
    yield context
    context.close()


def page_with_authenticator(context: BrowserContext) -> tuple[Page, Any, str]:
    """A page, its developer tools, and a virtual authenticator's id."""
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    added = tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page, tools, added["authenticatorId"]


def sign_in(page: Page, town: str) -> None:
    page.goto(f"{town}/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill("guide@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def add_passkey(page: Page, town: str) -> None:
    page.goto(f"{town}/konto/zweiter-faktor/passkeys/neu/")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()
    page.get_by_label("Name").fill("Dienstrechner")
    page.get_by_role("button", name="Passkey anlegen").click()
    page.wait_for_url("**/notfallcodes/")


def test_a_passkey_is_added_and_signs_in_alone(
    port: int, context: BrowserContext, bensheim: MunicipalityRef, butzbach: MunicipalityRef, database: Servers
) -> None:
    """Without password and without address; with the password it is the second step."""
    person(bensheim, Role.GUIDE)
    town = f"http://bensheim.kisi.localhost:{port}"
    page, tools, authenticator = page_with_authenticator(context)
    sign_in(page, town)
    page.wait_for_url(f"{town}/")
    add_passkey(page, town)
    page.goto(f"{town}/konto/zweiter-faktor/")
    expect(page.get_by_role("link", name="Dienstrechner", exact=True)).to_be_visible()

    context.clear_cookies()
    page.goto(f"{town}/anmelden/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url(f"{town}/")

    context.clear_cookies()
    sign_in(page, town)
    page.wait_for_url("**/zweiter-faktor/")
    page.get_by_role("button", name="Mit Passkey bestätigen").click()
    page.wait_for_url(f"{town}/")

    with inside(realm_of(bensheim)):
        assert Authenticator.objects.filter(type="webauthn").count() == 1
        methods = [entry.details["methods"] for entry in Entry.objects.filter(event="accounts.signed_in")]
    assert methods == [["password", "webauthn"], ["webauthn"], ["password"]]
    no_other_town_takes_it(context, page, tools, authenticator, bensheim, butzbach, database, port)


def no_other_town_takes_it(
    context: BrowserContext, page: Page, tools: Any, authenticator: str,
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, database: Servers, port: int,
) -> None:  # fmt: skip
    """T04: the browser offers a passkey to its own host only, and the server checks that host as well."""
    with database.superuser_connection() as admin:
        for table in ("accounts_user", "mfa_authenticator"):
            admin.execute(
                f"INSERT INTO {butzbach.schema}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {bensheim.schema}.{table}"
            )
    context.clear_cookies()
    page.goto(f"http://butzbach.kisi.localhost:{port}/anmelden/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("Das hat nicht geklappt")
    credentials = tools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert [credential["rpId"] for credential in credentials] == ["bensheim.kisi.localhost"]


def test_signing_in_works_without_script(port: int, browser: Browser, bensheim: MunicipalityRef) -> None:
    """The passkey button stays away where it could do nothing."""
    person(bensheim, Role.GUIDE)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    town = f"http://bensheim.kisi.localhost:{port}"
    page.goto(f"{town}/anmelden/")
    expect(page.get_by_text("Mit Passkey anmelden")).to_be_hidden()
    sign_in(page, town)
    assert page.url == f"{town}/"
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_refusals_are_accessible(
    port: int, browser: Browser, bensheim: MunicipalityRef, width: int, scheme: Any
) -> None:
    """Links that are not valid (any more) and a form with mistakes: the crawl sees the other pages."""
    town = f"http://bensheim.kisi.localhost:{port}"
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for address in ("/passwort-neu/x/", "/einladung/x/"):
        check(page, town + address)
    page.goto(f"{town}/anmelden/")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_text("Bitte prüfen Sie")).to_be_visible()
    check(page, None)
    context.close()


def check(page: Page, address: str | None) -> None:
    """One page, as it stands or after going there."""
    if address:
        page.goto(address)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
