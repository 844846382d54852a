"""Icons: Material Symbols, read once from `icons/` and written into the page by `{% icon %}`."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).resolve().parent / "icons"
DIRECTED = frozenset({"arrow_back", "arrow_forward", "chevron_left", "chevron_right", "logout", "login", "undo"})
"""Icons that point along the line of text and turn round in right-to-left languages."""


class UnknownIcon(Exception):
    """No vendored icon has this name; add it to `vendor_manifest.json` and run `vendor_assets.py`."""


def _drawing(file: Path) -> str:
    """What is drawn: the inner part of the vendored SVG (our own files, pinned by hash)."""
    found = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise UnknownIcon(f"{file.name} ist kein SVG")
    return found[1]


DRAWINGS = {file.stem: _drawing(file) for file in sorted(FOLDER.glob("*.svg"))}


def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """The icon as inline SVG of `size` pixels; decorative unless it gets a label.

    Raises `UnknownIcon` for a name that is not vendored.
    """
    if name not in DRAWINGS:
        raise UnknownIcon(f"Das Symbol „{name}“ gibt es nicht.")
    return _drawn(name, size, label) if label else _decorative(name, size)


@cache
def _decorative(name: str, size: int) -> SafeString:
    """Some 40 a page, all from templates: names and sizes are few."""
    return _drawn(name, size, "")


def _drawn(name: str, size: int, label: str) -> SafeString:
    classes = "k-icon k-icon--directed" if name in DIRECTED else "k-icon"
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" width="{}" height="{}" viewBox="0 -960 960 960" fill="currentColor" {}>{}</svg>',
        classes,
        size,
        size,
        meaning,
        mark_safe(DRAWINGS[name]),  # noqa: S308 (vendored drawing)
    )
