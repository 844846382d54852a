"""What every journey needs: one Chromium for each file, and browsers of single persons in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.live import chromium

PATIENCE = 10_000
"""Milliseconds that a page or a part of one may take on a busy machine."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_browser(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """``open_browser(java_script_enabled=False)``: a browser of one person."""
    contexts: list[BrowserContext] = []

    def open_(**options: Any) -> BrowserContext:
        contexts.append(browser.new_context(locale="de-DE", **options))
        contexts[-1].set_default_timeout(PATIENCE)
        return contexts[-1]

    yield open_
    for context in contexts:
        context.close()
