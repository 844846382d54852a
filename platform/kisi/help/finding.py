"""Finding help: the pages a person is shown, the page of a screen, pages by words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kisi.core.text_search import words_of
from kisi.help.pages import HelpPage, help_pages, page_of_screen, plain_text, rendered
from kisi.ui.features import feature_of, hidden_features, is_left_out
from kisi.ui.shell import Shell

FIRST: Final = "Erste Schritte"
_LINK: Final = re.compile(r'<a href="(/[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
LAST: Final = ("Personen", "Ihr Konto", "Einstellungen", "Nachvollziehen", "Betrieb")


def visible_pages(shell: Shell) -> list[HelpPage]:
    """The pages about what this person meets on this host, by group and order."""
    pages = [page for page in help_pages().values() if _is_visible(page, shell)]
    return sorted(pages, key=lambda page: (_place_of(page.group), page.order, page.title.casefold()))


def _place_of(group: str) -> tuple[int, str]:
    """First steps first, what is needed rarely last, everything else by name between them."""
    if group in LAST:
        return (2 + LAST.index(group), group)
    return (0 if group == FIRST else 1, group.casefold())


def _is_visible(page: HelpPage, shell: Shell) -> bool:
    area = area_of(page) if hidden_features(shell.request) else ""
    return shell.shows(page.permission, page.place, area)  # type: ignore[arg-type] # "workspace", "central" or None


def area_of(page: HelpPage) -> str:
    """The optional area that all screens of a page belong to; empty where one of them is always there."""
    areas = {feature_of(screen.partition(":")[0]) for screen in page.screens}
    return areas.pop() if len(areas) == 1 else ""


def grouped(pages: Sequence[HelpPage]) -> list[tuple[str, list[HelpPage]]]:
    """Pages under their headings."""
    return [(group, list(found)) for group, found in groupby(pages, key=lambda page: page.group)]


def help_url(request: HttpRequest) -> str:
    """The address of the help for the screen of this request; the index where a screen has none."""
    match = request.resolver_match
    page = page_of_screen().get(match.view_name) if match else None
    return page.url if page else reverse("help:index")


def hints_for(request: HttpRequest) -> str:
    """What the help says beside the form of this request's screen, as HTML; "" where it says nothing."""
    match = request.resolver_match
    said = _hints_of_screens().get(match.view_name) if match else None
    return without_dead_ends(request, rendered(said)) if said else ""


@cache
def _hints_of_screens() -> dict[str, str]:
    return {screen: said for page in help_pages().values() for screen, said in page.hints.items()}


def found_pages(shell: Shell, text: str, limit: int) -> list[HelpPage]:
    """Pages in which every word occurs as the beginning of a word, those with it in the title first."""
    words = [word.casefold() for word in words_of(text)]
    if not words:
        return []
    ranked = [(_rank(page, words), page) for page in visible_pages(shell)]
    hits = sorted((pair for pair in ranked if pair[0]), key=lambda pair: (-pair[0], pair[1].title))
    return [page for _rank_, page in hits][:limit]


def _rank(page: HelpPage, words: Sequence[str]) -> int:
    """2 where every word is in the title, 1 where it is anywhere, 0 where one is missing."""
    title = page.title.casefold()
    if all(_occurs(word, title) for word in words):
        return 2
    whole = f"{title} {plain_text(page.source).casefold()}"
    return int(all(_occurs(word, whole) for word in words))


def _occurs(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word)}", text) is not None


def without_dead_ends(request: HttpRequest, html: str) -> SafeString:
    """A rendered page whose links into areas that are left out here are mere words."""
    return mark_safe(_LINK.sub(lambda link: link[2] if is_left_out(request, link[1]) else link[0], html))  # noqa: S308 (rendered by us)
