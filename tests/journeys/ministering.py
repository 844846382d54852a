"""What an analyst of the ministry clicks: how far collection is, freezing a release, reading it as page and file."""

from __future__ import annotations

import csv
import io
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.journeys.seeing import look

type Line = dict[str, str]
"""Heading of a column → what stands there."""

LONGEST_RELEASE: Final = 60_000
"""Milliseconds that a release of a few towns may take here."""


def see_the_collection(page: Page, *, towns: int) -> None:
    """Everybody's numbers are there."""
    page.get_by_role("link", name="Erhebung", exact=True).first.click()
    expect(page.get_by_text(f"{towns} von {towns} Kommunen vollständig erhoben.")).to_be_visible()
    look(page, "ministry-collection")


def freeze_a_release(page: Page) -> None:
    """Have the first release of the running half-year made and wait, without reloading, until it stands there."""
    page.get_by_role("link", name="Hessen-Übersicht").first.click()
    look(page, "ministry-empty")
    page.get_by_role("link", name="Ersten Stand einfrieren").click()
    look(page, "ministry-new-release")
    page.get_by_role("button", name="Stand einfrieren").click()
    look(page, "ministry-computing")
    page.get_by_role("link", name="Stand ansehen").click(timeout=LONGEST_RELEASE)
    look(page, "ministry-release")


def see_all_figures(page: Page) -> None:
    """From the release to the list of its figures."""
    page.get_by_role("link", name="Alle Zahlen").first.click()


def figures_on_the_page(page: Page, *, metric: str, level: str, lines: str = "Alle") -> list[Line]:
    """What the list of all figures shows of one metric at one level."""
    chosen = {"Kennzahl": metric, "Ebene": level, "Zeilen": lines}
    for name, label in chosen.items():
        page.get_by_label(name, exact=True).select_option(label=label)
    sent = {f"{name.lower()}={page.get_by_label(name, exact=True).input_value()}" for name in chosen}
    # The list follows each choice by itself; the address follows the list.
    page.wait_for_url(lambda url: sent <= set(urlsplit(url).query.split("&")))
    look(page, f"ministry-figures-{lines}")
    heads, *rows = page.evaluate(ROWS)
    return [dict(zip(heads, [cell.removeprefix("–") for cell in row], strict=True)) for row in rows]


def figures_in_the_file(page: Page) -> list[Line]:
    """The same list as CSV."""
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def read_about_housing(page: Page) -> tuple[str, str]:
    """What the overview says, and from there what the page of the topic says."""
    page.get_by_role("link", name="Hessen-Übersicht").first.click()
    expect(page.get_by_role("heading", name="Wer sieht welchen Bedarf?")).to_be_visible()
    look(page, "ministry-overview")
    overview = page.get_by_role("main").inner_text()
    page.get_by_role("main").get_by_role("link", name="Wohnen", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Wohnen")).to_be_visible()
    expect(page.get_by_text("ist keine gültige Auswahl")).to_have_count(0)
    look(page, "ministry-housing")
    return overview, page.get_by_role("main").inner_text()


def every_text_one_can_reach(page: Page, *, most: int = 300) -> dict[str, str]:
    """Address → content of every page and CSV file that links lead to from here, on this host.

    Other orders, sections and filters of a list are left out: its CSV file holds all of it.
    """
    start = page.evaluate("location.pathname")
    found: dict[str, str] = {}
    waiting = [start]
    while waiting and len(found) < most:
        address = waiting.pop(0)
        if address in found or ("?" in address and not address.endswith("?format=csv")):
            continue
        kind, text, links = page.evaluate(FETCH, address)
        if kind.startswith("text/"):
            found[address] = text
            waiting += links
    assert not waiting, f"more than {most} addresses"
    return found


ROWS: Final = """() => [...document.querySelectorAll("#liste-zahlen tr")].map(
    (row) => [...row.querySelectorAll("th, td")].map((cell) => cell.innerText.trim())
)"""
FETCH: Final = """
async (address) => {
    const answer = await fetch(address);
    const kind = answer.headers.get("content-type") || "";
    const text = kind.startsWith("text/") ? await answer.text() : "";
    const tree = kind.startsWith("text/html") ? new DOMParser().parseFromString(text, "text/html") : null;
    const anchors = tree ? [...tree.querySelectorAll("a[href]")] : [];
    const links = anchors.map((anchor) => new URL(anchor.getAttribute("href"), answer.url));
    const here = links.filter((link) => link.origin === location.origin).map((link) => link.pathname + link.search);
    return [kind, text, [...new Set(here)]];
}
"""
