"""Cross-tabs: a question by a group, small cells protected."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, allowed, requires
from kisi.ui.tables import answer_table, export_asked
from tenants.results.cross_listing import file_of, shown
from tenants.results.cross_tabs import cross_tab, fixed_before, require_complete, table_of
from tenants.results.forms import CrossingForm
from tenants.results.labels import question_text
from tenants.results.problems import WaveStillOpen
from tenants.results.queries import newest_ended
from tenants.results.views.waves import crumbs, found_wave
from tenants.surveys.checking import definition_of


@requires(Permission.RESULTS_VIEW)
def crossing(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a question and a group; the same protected table on screen and in the file."""
    wave = found_wave(pk)
    form = CrossingForm(wave, request.GET if "frage" in request.GET else None)
    may_end = allowed(request.user, Permission.SURVEYS_EDIT)
    asked = definition_of(wave.version)
    context = {"wave": wave, "form": form, "may_end": may_end, "crumbs": crumbs(wave, _("Kreuztabelle"))}
    try:
        if not form.is_bound:
            require_complete(wave)
        if not form.is_valid():
            status = 422 if form.is_bound else 200
            return TemplateResponse(request, "results/crossing.html", context, status=status)
        code, by = form.cleaned_data["frage"], form.cleaned_data["nach"]
        found = cross_tab(wave=wave, question_code=code, by_group=by, by=actor_of(request))
    except WaveStillOpen as problem:
        context |= {
            "not_yet": problem,
            "over": newest_ended(wave.perspective),
            "fixed_before": [(one, question_text(asked.question(one.question_code))) for one in fixed_before(wave)],
        }
        return TemplateResponse(request, "results/crossing.html", context)
    safe, question = table_of(found), asked.question(code)
    if export_asked(request) and not safe.is_empty:
        table, rows = file_of(safe, question, by)
        return answer_table(request, "results/crossing.html", table, rows)
    context |= {"shown": shown(safe, question, by), "fixed": found}
    return TemplateResponse(request, "results/crossing.html", context)
