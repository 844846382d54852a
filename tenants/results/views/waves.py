"""Results of waves: the list, one wave with every question, its numbers as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kisi.core.access import Permission, allowed, requires
from kisi.ui.parts import Crumb
from kisi.ui.tables import answer_table
from shared.instruments.definition import text_of
from tenants.results import charts
from tenants.results.findings import newest_finding
from tenants.results.listing import COUNTS, WAVES, count_lines
from tenants.results.models import ResultsSettings
from tenants.results.queries import WaveResult, answered_waves, result_of
from tenants.surveys.charts import charts_of, total_progress
from tenants.surveys.listing import standing_status
from tenants.surveys.models import Wave
from tenants.surveys.queries import return_of


@requires(Permission.RESULTS_VIEW)
def waves(request: HttpRequest) -> HttpResponse:
    """All waves that have sheets."""
    context = {"may_set": allowed(request.user, Permission.SETTINGS_MANAGE)}
    return answer_table(request, "results/waves.html", WAVES, answered_waves(), None, context)


def found_wave(pk: int) -> Wave:
    """A wave of this town with its version, or 404."""
    wave: Wave = get_object_or_404(Wave.objects.select_related("version__instrument"), pk=pk)
    return wave


@requires(Permission.RESULTS_VIEW)
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    """One wave: return, needs, barriers, every question."""
    found = found_wave(pk)
    result = result_of(found)
    back = return_of(found)
    limits = ResultsSettings.current()
    context = {
        "wave": found,
        "crumbs": crumbs(found),
        "status": standing_status(found),
        "sheets": result.sheets,
        "few": 0 < result.sheets <= limits.few_sheets,
        "finding": newest_finding(result),
        "progress": total_progress(found, back),
        "return_charts": [*charts_of(found, back), *charts.person_charts(result)],
        "topic_chart": charts.topic_chart(result),
        "urgency_chart": charts.urgency_chart(result),
        "barrier_chart": charts.barrier_chart(result),
        "pages": list(_pages(result)),
        "may_publish": allowed(request.user, Permission.RESULTS_PUBLISH),
    }
    return TemplateResponse(request, "results/wave.html", context)


def crumbs(found: Wave | None = None, here: str = "") -> list[Crumb]:
    """The way to a page below the results, or below those of a wave."""
    path = [Crumb(_("Ergebnisse"), reverse("results:waves"))]
    if found:
        path.append(Crumb(found.title, charts.wave_url(found.pk) if here else ""))
    return [*path, Crumb(here)] if here else path


def _pages(result: WaveResult) -> Any:
    for page in result.definition.pages:
        questions = [
            charts.question_shown(result.counted.tallies[question.code])
            for group in page.groups
            for question in group.questions
            if question.code in result.counted.tallies
        ]
        if questions:
            yield {"title": text_of(page.title, "de").text or page.key, "key": page.key, "questions": questions}


@requires(Permission.RESULTS_VIEW)
def counts(request: HttpRequest, pk: int) -> HttpResponse:
    """Every count of a wave as a list and as a file."""
    found = found_wave(pk)
    lines = list(count_lines(result_of(found)))
    context = {"wave": found, "crumbs": crumbs(found, _("Alle Zahlen"))}
    return answer_table(request, "results/counts.html", COUNTS, lines, None, context)
