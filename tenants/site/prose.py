"""Texts written in Markdown become safe HTML: no raw HTML, no pictures, only harmless links."""

from __future__ import annotations

from typing import Final

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_reader: Final = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable("image")
DEEPEST: Final = 6


def as_html(text: str, *, first_level: int = 2) -> SafeString:
    """The text as HTML; its highest headings become ``first_level``, because the page has an ``h1`` of its own."""
    tokens = _reader.parse(text)
    headings = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = first_level - min(headings, default=first_level)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{_level(token, shift)}"
    html = _reader.renderer.render(tokens, _reader.options, {})
    return mark_safe(html)  # noqa: S308 (markdown-it escapes everything that is not its own)


def _level(token: Token, shift: int) -> int:
    return min(DEEPEST, max(1, int(token.tag[1]) + shift))
