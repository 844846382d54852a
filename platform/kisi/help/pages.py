"""Help pages: files ``<app>/help/<key>.md``, written for the people who use the screens.

A file begins with a few lines about itself, then a heading and text::

    ---
    screens: accounts:people accounts:person
    group: Personen
    order: 10
    permission: people.view
    place: workspace
    ---
    # Personen
    Hier sehen Sie, wer …

``screens`` are names of addresses; ``permission`` and ``place`` (``workspace`` or ``central``) say who finds
the page in the index, both may be missing. ``hints: accounts:invite = Einladen | …`` shows what stands under a
heading („## Einladen“) beside the form of a screen too. A link to a screen is ``[Personen](screen:accounts:people)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FENCE: Final = "---\n"
KNOWN: Final = {"screens", "group", "order", "permission", "place", "hints"}
SCREEN: Final = "screen:"


class MalformedHelp(ValueError):
    """A help file does not look as it must; the message names it."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One help page; ``source`` is its Markdown without the heading."""

    key: str
    title: str
    source: str
    screens: tuple[str, ...]
    group: str
    order: int
    permission: str | None
    place: str | None
    hints: dict[str, str] = field(default_factory=dict)
    """Screen → what stands under the heading that the page names for it, as Markdown."""

    @property
    def summary(self) -> str:
        """The first paragraph as plain text."""
        return plain_text(self.source.strip().split("\n\n")[0])

    @property
    def url(self) -> str:
        """Its address."""
        return reverse("help:page", args=[self.key])


def help_files() -> list[Path]:
    """The help files of every installed app."""
    folders = [Path(config.path) / "help" for config in apps.get_app_configs()]
    return [file for folder in folders for file in sorted(folder.glob("*.md"))]


@cache
def help_pages() -> dict[str, HelpPage]:
    """Every help page by key; of two with one name the first counts. Raises ``MalformedHelp``."""
    pages: dict[str, HelpPage] = {}
    for file in help_files():
        pages.setdefault(file.stem, page_in(file.stem, file.read_text(encoding="utf-8")))
    return pages


@cache
def page_of_screen() -> dict[str, HelpPage]:
    """The help page of every screen that has one; of two the first counts."""
    found: dict[str, HelpPage] = {}
    for page in help_pages().values():
        for screen in page.screens:
            found.setdefault(screen, page)
    return found


def page_in(key: str, text: str) -> HelpPage:
    """One file's page. Raises ``MalformedHelp``."""
    if not text.startswith(FENCE) or text.count(FENCE) < 2:
        raise MalformedHelp(f"{key}.md beginnt nicht mit Angaben zwischen zwei Zeilen „---“.")
    _, head, body = text.split(FENCE, 2)
    said = _said(key, head)
    heading, _, source = body.strip().partition("\n")
    if not heading.startswith("# "):
        raise MalformedHelp(f"{key}.md braucht eine Überschrift („# …“) vor dem Text.")
    return HelpPage(
        key=key,
        title=heading.removeprefix("# ").strip(),
        source=source.strip(),
        screens=tuple(said.get("screens", "").split()),
        group=said.get("group", "KISI"),
        order=int(said.get("order", "100")),
        permission=said.get("permission"),
        place=said.get("place"),
        hints=_hints(key, said.get("hints", ""), source),
    )


def _hints(key: str, said: str, source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in said.split("|") if said else ():
        screens, _sign, heading = (text.strip() for text in part.partition("="))
        _before, sign, after = f"\n{source}\n".partition(f"\n## {heading}\n")
        if not sign:
            raise MalformedHelp(f"{key}.md: Die Überschrift „## {heading}“ für Hinweise gibt es nicht.")
        found |= dict.fromkeys(screens.split(), after.partition("\n## ")[0].strip())
    return found


def _said(key: str, head: str) -> dict[str, str]:
    said = {}
    for line in head.strip().splitlines():
        name, separator, value = line.partition(":")
        if not separator or name.strip() not in KNOWN:
            raise MalformedHelp(f"{key}.md: „{line}“ ist keine der Angaben {', '.join(sorted(KNOWN))}.")
        said[name.strip()] = value.strip()
    return said


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def rendered(source: str) -> SafeString:
    """Markdown as HTML; HTML in the source stays text, links to screens this host lacks become plain words."""
    parser = _parser()
    tokens = parser.parse(source)
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                _lead(child)
    html = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(html)  # noqa: S308 (our own files, and the parser lets no HTML through)


def _lead(link: Any) -> None:
    """Turn ``screen:accounts:people`` into an address."""
    target = str(link.attrs.get("href", ""))
    if not target.startswith(SCREEN):
        return
    try:
        link.attrs["href"] = reverse(target.removeprefix(SCREEN))
    except NoReverseMatch:
        del link.attrs["href"]


@cache
def plain_text(source: str) -> str:
    """The words of some Markdown (of a help file), without its marks."""
    lines = ["".join(_words(child) for child in token.children or ()) for token in _parser().parse(source)]
    return " ".join(" ".join(lines).split())


def _words(part: Token) -> str:
    if part.type == "softbreak":
        return " "
    return part.content if part.type in {"text", "code_inline"} else ""
