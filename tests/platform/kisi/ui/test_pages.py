"""What every page keeps: policy, weight, width, nothing from elsewhere."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Response

from tests.platform.kisi.ui.pages import ALL_PAGES

MOST_BYTES = 200_000
MOST_SCRIPT = 5_000
OWN_SCRIPT = Path(__file__).parents[4] / "platform" / "kisi" / "ui" / "static" / "kisi" / "kisi.js"


def transferred(response: Response) -> int:
    """Bytes of a response's body as they went over the wire."""
    return response.request.sizes()["responseBodySize"]


def is_scrolled_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.browser
@pytest.mark.parametrize("path", ALL_PAGES)
def test_page_is_light_and_loads_nothing_from_elsewhere(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 4000})
    page = context.new_page()
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))  # noqa: PLW0108 (Playwright cannot wrap a built-in)
    page.goto(f"{address}/{path}", wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    hosts = {urlsplit(response.url).netloc for response in responses if not response.url.startswith("data:")}
    total = sum(transferred(response) for response in responses if not response.url.startswith("data:"))
    context.close()
    assert hosts == {urlsplit(address).netloc}
    assert 20_000 < total < MOST_BYTES, f"{path}: {total} Bytes"


@pytest.mark.browser
def test_the_check_sees_a_foreign_address(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    page.on("requestfailed", lambda request: asked.append(urlsplit(request.url).netloc))
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"{address}/fehler/elsewhere/")
    context.close()
    assert "localhost:9" in asked or any("localhost:9" in message for message in messages)


@pytest.mark.browser
@pytest.mark.parametrize("path", ALL_PAGES)
def test_page_fits_every_width_and_keeps_the_policy(open_page: Callable[..., Page], path: str) -> None:
    """320 px, 200 % zoom of a wide window, and the width between drawer and side navigation."""
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.violations") == []
    too_wide = []
    for width in (320, 360, 640, 993, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if is_scrolled_sideways(page):
            too_wide.append(width)
    assert too_wide == []


@pytest.mark.browser
def test_the_check_sees_a_page_that_is_too_wide(open_page: Callable[..., Page]) -> None:
    assert is_scrolled_sideways(open_page("fehler/wide/", width=320))


@pytest.mark.browser
def test_the_policy_stops_a_planted_script_and_style(open_page: Callable[..., Page]) -> None:
    page = open_page("fehler/csp/")
    assert set(page.evaluate("window.violations")) == {"style-src-attr", "script-src-elem"}
    assert page.evaluate("window.ran") is None


@pytest.mark.browser
def test_htmx_swaps_without_violating_the_policy(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/listen/")
    before = page.locator("tbody tr").count()
    with page.expect_response(lambda response: "q=schwimm" in response.url):
        page.fill("#id_q", "schwimm")
    page.wait_for_function("document.querySelector('tbody th').innerText.includes('Schwimm')")
    assert page.locator("tbody tr").count() == 8 != before
    assert "q=schwimm" in page.url
    assert page.evaluate("window.violations") == []


@pytest.mark.browser
def test_progress_asks_until_the_work_is_done(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/arbeit/3/")
    assert page.locator("#arbeit progress").get_attribute("value") == "3"
    page.wait_for_selector("#arbeit progress[value='5']", timeout=10_000)
    assert page.locator("#arbeit").get_attribute("hx-get") is None
    assert page.evaluate("window.violations") == []


@pytest.mark.parametrize("path", ALL_PAGES)
def test_markup_has_no_inline_style_script_or_handler(path: str) -> None:
    html = Client().get(f"/{path}").content.decode()
    assert len(html) > 2_000
    assert re.findall(r"<[^>]+\s(?:style|on[a-z]+|hx-on[^=]*)\s*=", html) == []
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)", html) == []


def test_own_script_is_small() -> None:
    """What every page loads, and all there is as it is sent; the tablet that works offline carries its own."""
    assert 500 < len(OWN_SCRIPT.read_bytes()) < MOST_SCRIPT
    root = OWN_SCRIPT.parents[5]
    own = [file for top in ("platform", "tenants", "shared", "api") for file in (root / top).rglob("static/*/*.js")]
    sent = {file.name: len(gzip.compress(file.read_bytes())) for file in own if not file.name.startswith("tablet")}
    assert "kisi.js" in sent
    assert sum(sent.values()) < MOST_SCRIPT, sent


@pytest.mark.parametrize("path", ALL_PAGES)
def test_ids_are_unique_and_references_lead_somewhere(path: str) -> None:
    html = Client().get(f"/{path}").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert ids
    assert len(ids) == len(set(ids)), [name for name in ids if ids.count(name) > 1]
    pattern = r'\s(?:aria-labelledby|aria-describedby|for|popovertarget|data-dialog)="([^"]+)"'
    named = {name for value in re.findall(pattern, html) for name in value.split()}
    assert named - set(ids) == set()
