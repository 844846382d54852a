"""Answering with a public page in the visitor's language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kisi.ui.languages import chosen_language, language_links, language_query
from shared.instruments.sentences import texts_in
from tenants.site.words import Words, words_of


def words_for(request: HttpRequest) -> Words:
    """The fixed words in the language of this page."""
    return words_of(chosen_language(request).code)


def answer_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A public page: its language, the switch, the words, and the query that keeps the language in links."""
    language = chosen_language(request)
    around = {
        "page_language": language,
        "languages": language_links(language.code),
        "language_query": language_query(language),
        "texts": texts_in(language.code),
        "words": words_of(language.code),
    }
    return render(request, template, {**around, **(context or {})}, status=status)
