"""What axe objects to on a page, asked so that axe looks up elements only for what it objects to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SCRIPT: Final = Axe().axe_script
_RUN: Final = """([rules, part, without]) => axe.run(part || document, {
    resultTypes: ["violations"], preload: false, ...(rules.length ? {runOnly: rules} : {}),
    rules: Object.fromEntries(without.map(rule => [rule, {enabled: false}]))
}).then(found => found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.html.slice(0, 200)} ${(node.failureSummary || "").slice(0, 300)}`)))"""
"""Describing each element that passed would take twice as long as finding those that do not."""


def violations(page: Page, *rules: str, part: str = "", without: Sequence[str] = ()) -> list[str]:
    """Address, rule, element and reason of everything that axe finds on the page as it stands.

    By all rules, all but some or only by these; on all of it or only in the part a selector names.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_SCRIPT)
    found: list[str] = page.evaluate(_RUN, [list(rules), part, list(without)])
    return [f"{page.url} {objection}" for objection in found]
