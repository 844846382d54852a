"""Every page without JavaScript: it shows its content, and nothing on it waits for a script.

The server's markup, which is all that a browser without JavaScript gets, is put into the page that was looked at:
its style sheets are there already, and no script runs in what comes from a string.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

_SCRIPT: Final = Path(__file__).with_name("scriptless.js").read_text(encoding="utf-8").partition("\n")[2]


def scriptless_faults(page: Page, html: str) -> list[str]:
    """What leads nowhere in this markup; the page is not the same afterwards."""
    found: list[str] = page.evaluate(_SCRIPT, html)
    return [f"without JavaScript: {problem}" for problem in found]
