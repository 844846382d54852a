"""Waves side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kisi.core.access import Permission, requires
from kisi.core.vocabulary import Perspective
from kisi.ui.tables import answer_table, export_asked
from tenants.results.forms import TimelineForm
from tenants.results.queries import newest_waves, results_of, waves_of
from tenants.results.timeline import comparable, timeline_lines
from tenants.results.timeline_listing import line_charts, timeline_table
from tenants.results.views.waves import crumbs

SHOWN = 4
"""As many waves as fit beside each other on a desk; the newest ones."""


@requires(Permission.RESULTS_VIEW)
def timeline(request: HttpRequest) -> HttpResponse:
    """The newest waves of a perspective, for what stayed comparable."""
    asked = request.GET.get("perspektive", "")
    first = next(iter(newest_waves()), Perspective.THIRD_COUNTRY_NATIONALS)
    perspective = asked if asked in Perspective.values else first
    results = results_of(waves_of(perspective, SHOWN))
    questions = comparable(results)
    form = TimelineForm({"perspektive": perspective, "frage": request.GET.get("frage", "")})
    form.offer(questions)
    chosen = form.cleaned_data["frage"] if form.is_valid() else ""
    lines = timeline_lines(results, questions, chosen)
    context = {
        "form": form,
        "results": results,
        "charts": line_charts(results, lines),
        "comparable": len(questions),
        "crumbs": crumbs(here=_("Verlauf")),
    }
    table = timeline_table(results, for_file=bool(export_asked(request)))
    return answer_table(request, "results/timeline.html", table, lines, None, context)
