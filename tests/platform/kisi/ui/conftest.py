"""Fixtures: the gallery's settings, a server for it, and a real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.platform.kisi.ui.site import gallery_settings, serving

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="package", autouse=True)
def _gallery_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    static_root: Path = tmp_path_factory.mktemp("static")
    with gallery_settings(static_root):
        yield


@pytest.fixture(scope="package")
def address(_gallery_settings: None) -> Iterator[str]:
    """Where the gallery is served."""
    with serving() as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A real Chromium; skipped with its reason where there is none."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Kein Chromium gefunden: Die Browser-Prüfungen der Galerie laufen nicht.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """`open_page("galerie/", width=360, scheme="dark", script=False)`."""
    contexts = []

    def open_(path: str, *, width: int = 1280, scheme: str = "light", script: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=script,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(
                "window.violations = [];"
                "document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective))"
            )
        page.goto(f"{address}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
