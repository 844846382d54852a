"""Publishing question by question."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.ui.languages import language_named
from tenants.results import actions
from tenants.results.charts import wave_url
from tenants.results.models import Publication
from tenants.results.problems import NotPublishable
from tenants.results.publishing import public_figures, public_result, result_in
from tenants.results.queries import result_of
from tenants.results.views.waves import crumbs, found_wave

GERMAN: Final = language_named("de")


@requires(Permission.RESULTS_PUBLISH)
def publish(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show what will be public, then put it there."""
    wave = found_wave(pk)
    try:
        if request.method == "POST":
            actions.publish(wave=wave, question_code=code, by=actor_of(request))
            messages.success(request, _("Das Ergebnis steht jetzt auf der öffentlichen Seite."))
            return redirect(wave_url(pk, code))
        result = result_of(wave)
        shown = public_result(public_figures(result, code), result.definition, code, GERMAN)
    except NotPublishable as problem:
        messages.error(request, str(problem))
        return redirect(wave_url(pk))
    context = {"wave": wave, "result": shown, "crumbs": crumbs(wave, _("Veröffentlichen"))}
    return TemplateResponse(request, "results/publish.html", context)


@requires(Permission.RESULTS_PUBLISH)
def withdraw(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Take a result off the public page."""
    publication = get_object_or_404(Publication.objects.select_related("wave__version"), wave=pk, question_code=code)
    if request.method == "POST":
        actions.withdraw(publication=publication, by=actor_of(request))
        messages.success(request, _("Das Ergebnis steht nicht mehr auf der öffentlichen Seite."))
        return redirect(wave_url(pk, code))
    context = {
        "wave": publication.wave,
        "result": result_in(publication, GERMAN),
        "crumbs": crumbs(publication.wave, _("Zurückziehen")),
        "withdrawing": True,
    }
    return TemplateResponse(request, "results/publish.html", context)
