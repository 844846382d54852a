"""The library in a real browser, in the centre and in a town: axe, narrow and wide, light and dark, without script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from shared.library import shipped
from shared.library.actions import begin_version, change_draft, publish, submit
from shared.library.actions.drafting import Wording
from shared.library.models import Template, TemplateVersion
from tenants.adoptions.models import Adoption
from tests.accounts import PASSWORD, person
from tests.axe import violations
from tests.live import chromium, serving
from tests.servers import Servers
from tests.shared.library.samples import AUTHOR, REVIEWER, draft

pytestmark = pytest.mark.browser

LOOKS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
CENTRE = [
    "/", "/vorlagen/", "/vorlagen/erste-30-tage/", "/vorlagen/erste-30-tage/vergleich/",
    "/vorlagen/erste-30-tage/1/",
    "/vorlagen/erste-30-tage/angebot/", "/vorlagen/bedarf-verwaltung/1/?sprache=ar",
    "/vorlagen/massnahme-sprechcafe/1/",
    "/vorlagen/ablauf-kitaplatz/1/", "/vorlagen/neu/", "/vorlagen/neu/event/", "/vorlagen/einlesen/",
    "/vorlagen/entwurf/1/", "/vorlagen/entwurf/1/bearbeiten/", "/vorlagen/entwurf/1/einlesen/",
    "/vorlagen/bedarf-verwaltung/2/pruefen/",
]  # fmt: skip
TOWN = [
    "/", "/vorlagen/", "/vorlagen/erste-30-tage/", "/vorlagen/erste-30-tage/entscheiden/",
    "/vorlagen/erste-30-tage/1/", "/vorlagen/erste-30-tage/vergleich/", "/vorlagen/bedarf-verwaltung/",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


def next_version(key: str, change: Any) -> TemplateVersion:
    """A draft of the next version with a changed content."""
    version = begin_version(template=Template.objects.get(key=key), by=AUTHOR)
    content = version.content
    change(content)
    new = Wording(version.title, content, "Der zweite Schritt ist genauer beschrieben.", version.summary, version.topic)
    return submit(version=change_draft(version=version, wording=new, by=AUTHOR), by=AUTHOR)


def change_checklist(content: dict[str, Any]) -> None:
    """A word, a new entry, one less, one moved."""
    entries = content["entries"]
    entries[1]["explanation"] += " Fragen Sie auch nach der Aufbewahrungsfrist."
    entries.append({"key": "neu", "title": "Etwas Neues", "explanation": "Weil es fehlte.", "due_after_days": 40})
    del entries[4]
    entries[0], entries[2] = entries[2], entries[0]


def change_survey(content: dict[str, Any]) -> None:
    """Another wording in two languages, and another answer."""
    for language in ("de", "ar"):
        content["title"][language] += " 2027"
    questions = [one for page in content["pages"] for group in page["groups"] for one in group["questions"]]
    choice = next(one for one in questions if one["type"] == "single" and "demographic" not in one)
    choice["options"].append({"code": "anderes", "text": {"de": "etwas anderes"}})


@pytest.fixture
def port(database: Servers, settings: Any, bensheim: MunicipalityRef) -> Iterator[int]:
    """Both hosts, answering browsers: a second version out, one in review, one draft; the town has version 1."""
    shipped.load()
    with inside(CENTRAL):
        publish(version=next_version("erste-30-tage", change_checklist), by=REVIEWER)
        next_version("bedarf-verwaltung", change_survey)
        draft("procedure", title="Ablauf im Entwurf")
        first = TemplateVersion.objects.get(template__key="erste-30-tage", number=1).content
    with inside(realm_of(bensheim)):
        Adoption.objects.create(
            template_key="erste-30-tage", version=1, kind="checklist", title="Die ersten 30 Tage", content=first,
            adopted_by="KISI-Plattform",
        )  # fmt: skip
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield port


def sign_in(page: Page, base: str, role: Role) -> None:
    """Through the page."""
    page.goto(f"{base}/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(f"{role.value}@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{base}/")


def check(page: Page) -> None:
    """axe finds nothing and nothing scrolls sideways."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_are_accessible(port: int, browser: Browser, bensheim: MunicipalityRef, width: int, scheme: Any) -> None:
    """Every page with something on it, at both hosts; the policy for scripts refuses nothing."""
    person(None, Role.TEMPLATE_EDITOR)
    person(bensheim, Role.GUIDE)
    places = [
        (f"http://kisi.localhost:{port}", Role.TEMPLATE_EDITOR, CENTRE),
        (f"http://bensheim.kisi.localhost:{port}", Role.GUIDE, TOWN),
    ]
    for base, role, addresses in places:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="de-DE")
        page = context.new_page()
        refused: list[str] = []
        page.on("console", lambda message, to=refused: to.append(message.text))
        sign_in(page, base, role)
        for address in addresses:
            page.goto(base + address)
            check(page)
        context.close()
        assert [text for text in refused if "Content Security" in text] == []


def test_writing_reviewing_and_adopting_without_script(port: int, browser: Browser, bensheim: MunicipalityRef) -> None:
    """The whole way: a new version is written, somebody else publishes it, a town sees it, compares and adopts."""
    person(None, Role.TEMPLATE_EDITOR)
    person(bensheim, Role.GUIDE)
    centre, town = f"http://kisi.localhost:{port}", f"http://bensheim.kisi.localhost:{port}"
    page = browser.new_context(java_script_enabled=False, locale="de-DE").new_page()
    sign_in(page, centre, Role.TEMPLATE_EDITOR)
    page.goto(f"{centre}/vorlagen/erste-30-tage/")
    page.get_by_role("button", name="Neue Fassung beginnen").click()
    page.get_by_role("link", name="Bearbeiten").click()
    page.get_by_label("Was ist neu?").fill("Kürzere Einleitung.")
    page.get_by_label("Einleitung").fill("Kurz und gut.")
    page.get_by_role("button", name="Einträge: weitere leere Zeilen").click()
    expect(page.get_by_label("Einleitung")).to_have_value("Kurz und gut.")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name="Zur Prüfung geben").click()
    expect(page.get_by_text("Prüfen und veröffentlichen muss jemand anderes.")).to_be_visible()
    with inside(CENTRAL):
        publish(version=TemplateVersion.objects.get(template__key="erste-30-tage", number=3), by=REVIEWER)

    page = browser.new_context(java_script_enabled=False, locale="de-DE").new_page()
    sign_in(page, town, Role.GUIDE)
    page.get_by_role("link", name="Neue Fassungen von Vorlagen anzeigen").click()
    page.get_by_role("link", name="Die ersten 30 Tage als Integrationsguide").click()
    expect(page.get_by_role("heading", name="Geändert: Einleitung")).to_be_visible()
    page.get_by_label("übernehmen", exact=True).check()
    page.get_by_role("button", name="Entscheidung festhalten").click()
    expect(page.get_by_text("Version 3 übernommen")).to_be_visible()
    with inside(realm_of(bensheim)):
        assert Adoption.objects.get(version=3).content["introduction"] == "Kurz und gut."
