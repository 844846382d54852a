"""The global search: every source an app declared, asked for what the person may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from kisi.core import text_search
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
    """The hits of every source that has any; what stands in tables is asked for in one statement."""
    asked = {source.key: source.asked(request) if source.asked else () for source in sources}
    rows = iter(text_search.found_in([one for several in asked.values() for one in several], words, limit=limit))
    found = {source.key: [row for _one in asked[source.key] for row in next(rows)] for source in sources}
    every = [(source, list(_hits(request, source, words, limit, found[source.key]))) for source in sources]
    return [Found(source.label, source.icon, hits[:limit]) for source, hits in every if hits]


def _hits(
    request: HttpRequest, source: SearchSource, words: str, limit: int, found: Sequence[text_search.Found]
) -> Iterator[SearchHit]:
    if source.shown and found:
        yield from source.shown(request, found)
    if source.search:
        yield from source.search(request, words, limit)


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page of results; htmx gets the list alone, with a few hits of each kind."""
    return answer_search(request, Shell.of(request))


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
