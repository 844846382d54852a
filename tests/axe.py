"""What axe objects to on a page, asked so that axe looks up elements only for what it objects to."""

from __future__ import annotations

from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE: Final = Axe()
_OPTIONS: Final = {"resultTypes": ["violations"]}
"""Every rule runs; describing each element that passed would take twice as long as finding those that do not."""


def violations(page: Page) -> list[str]:
    """Address, rule, element and reason of everything that axe finds on the page as it stands."""
    found = _AXE.run(page, options=_OPTIONS).response["violations"]
    return [
        f"{page.url} {rule['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]
