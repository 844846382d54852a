"""Every class that has a rule is named by a template, a view or a script: what nothing uses any more is deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.architecture.test_layout import ROOT, product_files

STYLES = ROOT / "platform/kisi/ui/styles"


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
    css = "".join(path.read_text(encoding="utf-8") for path in STYLES.glob("*.css"))
    assert (
        without_use(css, ((ROOT / path).read_text(encoding="utf-8") for path in product_files(".html", ".py", ".js")))
        == set()
    )


def test_a_rule_without_use_is_found() -> None:
    css = ".k-a{} .k-b--one{} .k-b{} .k-left{}"
    assert without_use(css, ['<p class="k-a k-b--{{ kind }}">']) == {"k-b", "k-left"}
