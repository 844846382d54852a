"""Components get the attributes they read; what they do not read would vanish without a word."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("platform", "shared", "tenants", "api")
COMPONENT_WITH_CLASS = re.compile(r"<c-ui\.\w+\b[^>]*?\sclass=", re.DOTALL)


def templates() -> list[Path]:
    """Every template of the product."""
    return [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.html")]


def test_components_are_given_css_and_not_class() -> None:
    """Their declared attribute is ``css``."""
    found = templates()
    assert len(found) > 100
    wrong = [str(path.relative_to(ROOT)) for path in found if COMPONENT_WITH_CLASS.search(path.read_text())]
    assert wrong == []


def test_the_search_finds_a_class() -> None:
    """Also over several lines."""
    assert COMPONENT_WITH_CLASS.search('<c-ui.panel :title="a"\n    class="k-span-8">')
    assert not COMPONENT_WITH_CLASS.search('<c-ui.panel css="k-span-8"><p class="x">')
