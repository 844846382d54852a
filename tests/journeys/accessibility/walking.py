"""Somebody walks through all their pages with one browser; pages that were looked at before are only fetched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from django.test import Client
from playwright.sync_api import Browser, Page

from tests.journeys.accessibility.checking import HEIGHT, PHONE, WIDE, Found, faults, listen, look, settled
from tests.journeys.accessibility.screens import Screen
from tests.journeys.accessibility.scriptless import scriptless_faults
from tests.journeys.accessibility.tabbing import SCRIPT, menu_faults, tabbing_faults
from tests.journeys.accessibility.town import Values

type Part = tuple[str, frozenset[str]]
"""An element and its attributes."""
MOST: Final = 200_000
"""Characters of a page before it is compressed, for phones on a bad line."""
_CONTENT: Final = re.compile(r"<title>.*?</title>|<main\b.*</main>", re.DOTALL)
_LATE: Final = re.compile('hx-trigger="(?:revealed|load)')
"""What is fetched later may be another for each role, though the page it is put into is the same."""
_TABLET: Final = "data-tablet="
_MAIN: Final = re.compile(r"<main\b.*</main>", re.DOTALL)
_CLASS: Final = re.compile(r'class="([^"]*)"')
_TAG: Final = re.compile(r"<([a-z][\w-]*)([^<>]*)>")
_ATTRIBUTE: Final = re.compile(r'([\w:@-]+)(?:="([^"]*)")?')
_TELLING: Final = {"class", "type", "role", "aria-live", "aria-hidden", "lang", "dir", "tabindex"}
"""Attributes whose value matters as much as that they are there."""
_CHANGES: Final = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def cookies_of(client: Client, base: str) -> list[Any]:
    """The cookies of a test client as a browser takes them: those for secure connections only count at localhost."""
    return [
        {
            "name": name,
            "value": cookie.value,
            "url": f"{base.replace('http:', 'https:')}{cookie['path']}",
            "secure": True,
        }
        for name, cookie in client.cookies.items()
        if cookie.value
    ]


@dataclass
class Walk:
    """What was looked at in one browser, and what was found."""

    known: set[str]
    """Contents that were looked at already, by whomever; added to."""
    built: dict[str, set[Part]]
    """Address → what its contents were made of for whoever saw them; added to."""
    found: Found = field(default_factory=dict)
    looked_at: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    frame: set[str] = field(default_factory=set)
    """The classes of everything around the contents of pages that were looked at."""
    shown: set[str] = field(default_factory=set)
    """The names of the screens that answered with a page."""

    def through(self, client: Client, browser: Browser, base: str, screens: Iterable[Screen], values: Values) -> None:
        """Open every screen as the person of the client; one that shows no page where it should is a fault."""
        context = browser.new_context(viewport={"width": WIDE, "height": HEIGHT}, locale="de-DE")
        context.add_cookies(cookies_of(client, base))
        context.add_init_script(path=SCRIPT)
        page = context.new_page()
        heard = listen(page)
        for screen in screens:
            try:
                addresses = screen.addresses(values)
            except LookupError as unfilled:
                self.found[screen.name] = [str(unfilled)]
                continue
            for address in addresses:
                problems = self._open(client, page, base + address, screen)
                if problems or heard:
                    self.found[address] = problems + heard
                    heard.clear()
        context.close()

    def _open(self, client: Client, page: Page, url: str, screen: Screen) -> list[str]:
        parts = urlsplit(url)
        answer = client.get(f"{parts.path}?{parts.query}", headers={"host": str(parts.hostname)}, secure=True)
        html = "" if answer.streaming else answer.content.decode(errors="replace")
        if answer.status_code != screen.status or "<main" not in html:
            return [f"no page: {answer.status_code} {answer.headers.get('Location', '')}"]
        self.shown.add(screen.name)
        content = _mark(html)
        # The first page always: it shows the shell of this role.
        made_of, before = parts_of(html), self.built.setdefault(url, set())
        if self.looked_at and (content in self.known or made_of <= before) and not _LATE.search(html):
            self.same.append(url)
            return []
        self.known.add(content)
        before |= made_of
        self.looked_at.append(url)
        heavy = [f"weighs {len(html):,} characters"] if len(html) > MOST else []
        page.goto(url)
        settled(page)
        frame = set(_CLASS.findall(_MAIN.sub("", html)))
        is_new = not frame <= self.frame
        self.frame |= frame
        seen = faults(page, with_frame=is_new)
        used = _used(page, with_frame=is_new)
        # A tablet without a network is a script; whoever has none answers on the ordinary pages.
        return heavy + seen + used + ([] if _TABLET in html else scriptless_faults(page, html))


def _used(page: Page, *, with_frame: bool) -> list[str]:
    """What the keyboard cannot do: on the wide page, and in the menus that only a phone has."""
    found = tabbing_faults(page, "body" if with_frame else "main")
    if with_frame:
        look(page, PHONE, "light")
        found += menu_faults(page)
        look(page, WIDE, "light")
    return found


def parts_of(html: str) -> set[Part]:
    """What the contents of a page are made of: elements, their attributes, and what decides how they look and act.

    Somebody who may do less sees the same page with fewer parts; there is nothing on it that was not looked at.
    """
    content = "".join(_MAIN.findall(html))
    return {
        (tag, frozenset(f"{name}={value}" if name in _TELLING else name for name, value in _ATTRIBUTE.findall(rest)))
        for tag, rest in _TAG.findall(content)
    }


def _mark(html: str) -> str:
    """What two pages have in common when they show the same apart from what stands around."""
    shown = "".join(_CONTENT.findall(html))
    return hashlib.sha256(_CHANGES.sub("", shown).encode()).hexdigest()
