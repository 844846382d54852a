"""The global search: every source an app declared, asked for what the person may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from kisi.core.access import signed_in
from kisi.ui.registry import SearchHit, SearchSource, Text
from kisi.ui.shell import Shell

SHORTEST = 2
LONGEST = 100
HITS_WHILE_TYPING = 4
HITS_ON_PAGE = 20


@dataclass(frozen=True)
class Found:
    """What one source found."""

    label: Text
    icon: str
    hits: Sequence[SearchHit]


def found_in(request: HttpRequest, sources: Sequence[SearchSource], words: str, limit: int) -> list[Found]:
    """The hits of every source that has any."""
    asked = [(source, source.search(request, words, limit)) for source in sources]
    return [Found(source.label, source.icon, hits) for source, hits in asked if hits]


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page of results; htmx gets the list alone, with a few hits of each kind."""
    return answer_search(request, Shell(request))


def answer_search(request: HttpRequest, shell: Shell) -> HttpResponse:
    """The answer to `?q=` with a shell given."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    is_typing = request.headers.get("HX-Target") == "suchtreffer"
    limit = HITS_WHILE_TYPING if is_typing else getattr(settings, "KISI_UI_SEARCH_HITS", HITS_ON_PAGE)
    is_asked = len(words) >= SHORTEST
    found = found_in(request, shell.search_sources, words, limit) if is_asked else []
    template = "ui/search_hits.html" if is_typing else "ui/search.html"
    context = {"shell": shell, "words": words, "found": found, "is_asked": is_asked}
    response = TemplateResponse(request, template, context)
    response["Vary"] = "HX-Target"
    return response
