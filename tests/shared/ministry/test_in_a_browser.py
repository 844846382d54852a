"""The ministry's pages and the comparison in a real browser: axe, narrow and wide, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from kisi.core.facts import cell_key, metric
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.core.vocabulary import Perspective, Topic
from shared.benchmarks.actions import draw_bands
from shared.metrics.models import Contribution, Release
from shared.municipalities.register.entries import demo_selection
from shared.municipalities.register.loading import load_register
from tests.accounts import PASSWORD, person
from tests.axe import violations
from tests.live import chromium, serving
from tests.servers import Servers
from tests.shared.ministry.frozen import ACCOUNTS, NEED_SEEN, RESPONSES, freeze, need

pytestmark = pytest.mark.browser

MOST_BYTES = 200_000
PAGES = (
    "/",
    "/hessen/",
    "/hessen/?ebene=district",
    "/hessen/?zahl=surveys.need_seen:perspective%3Dresidents%7Ctopic%3Dwork",
    "/hessen/kennzahlen/surveys.responses/",
    "/hessen/kennzahlen/surveys.need_seen/",
    "/hessen/handlungsfelder/housing/",
    "/hessen/perspektiven/residents/",
    "/hessen/vergleich/",
    "/hessen/staende/",
    "/hessen/staende/neu/",
    "/hessen/staende/{release}/",
    "/hessen/staende/{release}/zahlen/",
)


def figures(factor: int) -> dict[Any, Any]:
    """Invented figures of all towns of the demo selection; sums agree."""
    cells: dict[Any, Any] = {}
    sums: dict[Any, list[int]] = {}

    def add(key: str, ags: str, cell: str, number: int, whole: int | None = None) -> None:
        cells[key, ags, cell] = "small_denominator" if whole is not None and whole < 30 else (number, whole)
        for area in ("06", ags[:5]):
            total = sums.setdefault((key, area, cell), [0, 0])
            total[0] += number
            total[1] += whole or 0

    for place, entry in enumerate(demo_selection()):
        size = factor * (40 + (place * 37) % 90)
        add(ACCOUNTS, entry.ags, "", 5 * (1 + place % 3))
        for number, perspective in enumerate(Perspective.values):
            whole = size * (3 - number) // 5 * 5
            add(RESPONSES, entry.ags, cell_key({"perspective": perspective}), whole)
            for step, topic in enumerate(Topic.values):
                share = 20 + (step * 29 + number * 17 + place) % 60
                add(NEED_SEEN, entry.ags, need(topic, perspective), whole * share // 500 * 5, whole)
        whole = sum(cells[RESPONSES, entry.ags, cell_key({"perspective": p})][0] for p in Perspective.values)
        add(RESPONSES, entry.ags, "", whole)
    return cells | {
        (key, area, cell): (number, whole if key == NEED_SEEN else None)
        for (key, area, cell), (number, whole) in sums.items()
    }


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def port(database: Servers, settings: Any) -> Iterator[int]:
    """The platform, answering browsers, with a register."""
    with inside(CENTRAL):
        load_register()
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield port


@pytest.fixture
def release(port: int) -> Release:
    """Two half-years, the second with a correction."""
    missing = [{"ags": "06431002", "name": "Bensheim", "collectors": ["tenants.surveys.answers"]}]
    facts = {"towns_expected": 42, "towns_reported": 42}
    freeze("2025-H2", figures(2), **facts)
    freeze("2026-H1", figures(3), **(facts | {"towns_reported": 41, "missing": missing}))
    return freeze("2026-H1", figures(4), number=2, beside=draw_bands, **facts)


def sign_in(page: Page, base: str, email: str) -> None:
    """Through the page."""
    page.goto(f"{base}/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{base}/")


def check(page: Page) -> None:
    """axe finds nothing and nothing scrolls sideways."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(
    port: int, release: Release, browser: Browser, bensheim: MunicipalityRef, width: int, scheme: Any, tmp_path: Path
) -> None:
    """Every page of the ministry, and a town's comparison."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE")
    page = context.new_page()
    base = f"http://kisi.localhost:{port}"
    sign_in(page, base, person(None, Role.MINISTRY_ANALYST).email)
    for number, address in enumerate(PAGES):
        answer = page.goto(base + address.format(release=release.pk))
        assert answer is not None
        assert len(answer.body()) < MOST_BYTES, address
        page.screenshot(path=tmp_path / f"{number:02d}-{width}-{scheme}.png", full_page=True)
        check(page)
    _report(bensheim)
    town = f"http://bensheim.kisi.localhost:{port}"
    sign_in(page, town, person(bensheim, Role.GUIDE).email)
    page.goto(f"{town}/vergleich/?gruppe=all")
    page.screenshot(path=tmp_path / f"town-{width}-{scheme}.png", full_page=True)
    check(page)
    context.close()


def _report(town: MunicipalityRef) -> None:
    """What Bensheim itself counted."""
    with inside(realm_of(town)):
        Contribution.objects.create(
            role=town.schema, metric=RESPONSES, period="2026-H1", cell="", numerator=712, denominator=None,
            definition=metric(RESPONSES).digest(), version=metric(RESPONSES).version, collected_at=timezone.now(),
        )  # fmt: skip
