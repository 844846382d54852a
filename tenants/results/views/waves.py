"""Results of waves: the list, one wave with every question, its numbers as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.core.access import Permission, allowed, requires
from kisi.ui.parts import Crumb
from kisi.ui.tables import answer_table
from shared.instruments.definition import text_of
from tenants.results import charts
from tenants.results.charts import QuestionLink
from tenants.results.computing.tallies import Tally
from tenants.results.computing.weighting import Weighting
from tenants.results.coverage import coverage_of
from tenants.results.drawn import Drawn, drawn
from tenants.results.drop_off import drop_off_of
from tenants.results.findings import newest_finding
from tenants.results.group_chart import group_bars
from tenants.results.listing import COUNTS, WAVES, WEIGHTED_COUNTS, count_lines
from tenants.results.models import ResultsSettings
from tenants.results.onward import Finding, Onward, ways_on
from tenants.results.publishing import choices, is_publishable
from tenants.results.queries import (
    WaveResult,
    answered_waves,
    figures_of,
    limits_of,
    result_of,
    waves_with_their_page,
)
from tenants.results.who_answered import WhoAnswered, weighted, who_answered
from tenants.surveys.charts import charts_of, total_progress
from tenants.surveys.listing import standing_status
from tenants.surveys.models import Wave
from tenants.surveys.vocabulary import WaveState

WEIGHTED: Final = "?gewichtet=1"
"""Asks for the weighted view. Nothing is weighted by itself."""


@requires(Permission.RESULTS_VIEW)
def waves(request: HttpRequest) -> HttpResponse:
    """All waves that have sheets."""
    context = {"may_set": allowed(request.user, Permission.SETTINGS_MANAGE)}
    return answer_table(request, "results/waves.html", WAVES, answered_waves(), None, context)


def released_waves() -> QuerySet[Wave]:
    """Those that may have results, with their version; the definition is read only where it is not kept."""
    waves = Wave.objects.exclude(state=WaveState.PLANNED).select_related("version__instrument")
    return waves.defer("version__definition")


def found_wave(pk: int) -> Wave:
    """A wave of this town with its version, or 404; one in preparation has no results yet."""
    wave: Wave = get_object_or_404(released_waves(), pk=pk)
    return wave


def wave_with_its_page(pk: int) -> Any:
    """The same, with what its pages ask besides the numbers."""
    return get_object_or_404(waves_with_their_page(released_waves()), pk=pk)


@requires(Permission.RESULTS_VIEW)
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    """One wave: return, needs, barriers, every question."""
    found = wave_with_its_page(pk)
    result = result_of(found)
    back = result.back
    limits = limits_of(found)
    figures = figures_of(found.perspective)
    who = who_answered(result, figures, limits, is_complete=_is_complete(found))
    shown, weights = _asked_for(request, who)
    pictures = drawn(shown, found.smallest_group)
    context = weights | {
        "wave": found,
        "crumbs": crumbs(found),
        "status": standing_status(found),
        "sheets": result.sheets,
        "few": 0 < result.sheets <= limits.few_sheets,
        "finding": newest_finding(shown),
        "progress": total_progress(found, back),
        "return_charts": [*charts_of(found, back), *charts.person_charts(result, found.smallest_group)],
        "drawn": pictures,
        "coverage": coverage_of(result, figures).sentence,
        "group_chart": group_bars(who.groups),
        "may_set": allowed(request.user, Permission.SETTINGS_MANAGE),
        "figures_url": reverse("results:figures", args=[found.perspective]),
        "counts_url": reverse("results:counts", args=[found.pk]) + (WEIGHTED if weights["explanation"] else ""),
        "publish_url": reverse("results:publish_chosen", args=[found.pk])
        if _may_publish(request, result, limits)
        else "",
        "drop_off": drop_off_of(result, few=limits.few_sheets),
        "pages": _told_apart(_pages(shown, pictures, links_of(request, found, limits, frozenset(found.public_codes)))),
    }
    return TemplateResponse(request, "results/wave.html", context)


def _is_complete(found: Any) -> bool:
    """By the rules that were read with the wave (``wave_with_its_page``)."""
    return bool(found.is_complete(timezone.localdate(), late_days=found.late_days))


def _may_publish(request: HttpRequest, result: WaveResult, limits: ResultsSettings) -> bool:
    return allowed(request.user, Permission.RESULTS_PUBLISH) and bool(choices(result, limits))


def crumbs(found: Wave | None = None, here: str = "") -> list[Crumb]:
    """The way to a page below the results, or below those of a wave."""
    path = [Crumb(_("Ergebnisse"), reverse("results:waves"))]
    if found:
        path.append(Crumb(found.title, charts.wave_url(found.pk) if here else ""))
    return [*path, Crumb(here)] if here else path


def links_of(
    request: HttpRequest, found: Any, limits: ResultsSettings, public: frozenset[str]
) -> Callable[[Tally], list[QuestionLink]]:
    """What the person may do with a question: cross it, read its answers, publish or withdraw it."""
    may_publish = allowed(request.user, Permission.RESULTS_PUBLISH)
    ways = ways_on(request)
    crossing_url, cross = reverse("results:crossing", args=[found.pk]), _("Aufteilen")
    is_complete = _is_complete(found)

    def links(tally: Tally) -> list[QuestionLink]:
        question, code = tally.question, tally.question.code
        said = []
        if is_complete and question.values and not question.demographic:
            said.append(QuestionLink(cross, f"{crossing_url}?frage={code}&nach=sex"))
        if question.type == "text" and tally.answered:
            said.append(QuestionLink(_("Antworten lesen"), reverse("results:answers", args=[found.pk, code])))
        if code in public and may_publish:
            said.append(QuestionLink(_("Zurückziehen"), reverse("results:withdraw", args=[found.pk, code])))
        elif may_publish and is_publishable(tally, limits):
            said.append(QuestionLink(_("Veröffentlichen"), reverse("results:publish", args=[found.pk, code])))
        return said + _ways_from(tally, found, ways)

    return links


def _ways_from(tally: Tally, found: Wave, ways: list[Onward]) -> list[QuestionLink]:
    """Where a question that somebody answered leads on to; those that measure no topic lead nowhere."""
    measures = tally.question.measures
    if not tally.answered or not measures or not measures.topic:
        return []
    seen = Finding(wave_pk=found.pk, question_code=tally.question.code)
    return [QuestionLink(str(way.label), way.url(seen)) for way in ways]


def _pages(
    result: WaveResult, pictures: Drawn, links: Callable[[Tally], list[QuestionLink]]
) -> Iterator[dict[str, Any]]:
    for page in result.definition.pages:
        questions = [
            {"code": question.code, "drawn": pictures.questions[question.code], "links": links(tally)}
            for group in page.groups
            for question in group.questions
            if (tally := result.counted.tallies.get(question.code))
        ]
        if questions:
            yield {"title": text_of(page.title, "de").text or page.key, "key": page.key, "questions": questions}


def _told_apart(pages: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pages with the same title are numbered, so that links to them are told apart."""
    found = list(pages)
    often = Counter(page["title"] for page in found)
    seen = Counter[str]()
    for page in found:
        title = page["title"]
        seen[title] += 1
        page["title"] = f"{title} ({seen[title]})" if often[title] > 1 else title
    return found


@requires(Permission.RESULTS_VIEW)
def counts(request: HttpRequest, pk: int) -> HttpResponse:
    """Every count of a wave as a list and as a file."""
    found = wave_with_its_page(pk)
    result = result_of(found)
    who = who_answered(result, figures_of(found.perspective), limits_of(found), is_complete=_is_complete(found))
    shown, weights = _asked_for(request, who)
    table = WEIGHTED_COUNTS if weights["explanation"] else COUNTS
    context = weights | {"wave": found, "crumbs": crumbs(found, _("Alle Zahlen"))}
    return answer_table(
        request,
        "results/counts.html",
        table,
        list(count_lines(result, shown, found.smallest_group)),
        None,
        context,
    )


def _asked_for(request: HttpRequest, who: WhoAnswered) -> tuple[WaveResult, dict[str, Any]]:
    """The wave as it was asked for, weighted only by ``?gewichtet=1``; with what the page says about it."""
    asked = request.GET.get("gewichtet") == "1"
    found = who.weights if asked and isinstance(who.weights, Weighting) else None
    said = {
        "who": who,
        "asked_for_weights": asked,
        "explanation": who.explanation(found) if found else [],
        "plain_url": request.path,
        "weighted_url": request.path + WEIGHTED,
    }
    return (weighted(who.result, found, who.limits) if found else who.result), said
