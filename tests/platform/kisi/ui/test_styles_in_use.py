"""Every class that has a rule is named by a template, a view or a script: what nothing uses any more is deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.architecture.test_layout import ROOT

STYLES = ROOT / "platform/kisi/ui/styles"
FOLDERS = ("platform", "shared", "tenants", "api")


def without_use(css: str, sources: Iterable[str]) -> set[str]:
    """Classes with a rule that no source names, neither whole nor by a beginning like ``k-notice--{{ kind }}``."""
    text = "\n".join(sources)
    whole = set(re.findall(r"k-[a-z0-9_-]+", text))
    beginnings = tuple(set(re.findall(r"(k-[a-z0-9_-]+[-_])\{", text)))
    return {
        name
        for name in re.findall(r"\.(k-[a-z0-9_-]+)", css)
        if name not in whole and not (beginnings and name.startswith(beginnings))
    }


def test_every_rule_has_somebody_who_uses_it() -> None:
    files = (
        path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in {".html", ".py", ".js"}
    )
    css = "".join(path.read_text(encoding="utf-8") for path in STYLES.glob("*.css"))
    assert without_use(css, (path.read_text(encoding="utf-8") for path in files)) == set()


def test_a_rule_without_use_is_found() -> None:
    css = ".k-a{} .k-b--one{} .k-b{} .k-left{}"
    assert without_use(css, ['<p class="k-a k-b--{{ kind }}">']) == {"k-b", "k-left"}
