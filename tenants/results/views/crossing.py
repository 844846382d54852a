"""Cross-tabs: a question by a group, small cells protected."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kisi.core.access import Permission, requires
from kisi.ui.tables import answer_table, export_asked
from tenants.results.computing.protection import protected
from tenants.results.cross_listing import file_of, shown
from tenants.results.forms import CrossingForm
from tenants.results.models import ResultsSettings
from tenants.results.queries import crossed
from tenants.results.views.waves import crumbs, found_wave
from tenants.surveys.checking import definition_of


@requires(Permission.RESULTS_VIEW)
def crossing(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a question and a group; the same protected table on screen and in the file."""
    wave = found_wave(pk)
    form = CrossingForm(wave, request.GET if "frage" in request.GET else None)
    context = {"wave": wave, "form": form, "crumbs": crumbs(wave, _("Kreuztabelle"))}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "results/crossing.html", context, status=status)
    code, by = form.cleaned_data["frage"], form.cleaned_data["nach"]
    limits = ResultsSettings.current()
    safe = protected(crossed(wave, code, by, limits.column_from), limits.smallest_cell)
    question = definition_of(wave.version).question(code)
    if export_asked(request) and not safe.is_empty:
        table, rows = file_of(safe, question, by)
        return answer_table(request, "results/crossing.html", table, rows)
    context |= {"shown": shown(safe, question, by), "minimum": limits.smallest_cell}
    return TemplateResponse(request, "results/crossing.html", context)
