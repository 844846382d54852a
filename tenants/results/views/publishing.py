"""Publishing question by question."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from tenants.results import actions
from tenants.results.charts import wave_url
from tenants.results.models import Publication
from tenants.results.problems import NotPublishable
from tenants.results.publishing import public_figures
from tenants.results.queries import result_of
from tenants.results.views.waves import crumbs, found_wave


@requires(Permission.RESULTS_PUBLISH)
def publish(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show what will be public, then put it there."""
    wave = found_wave(pk)
    try:
        if request.method == "POST":
            actions.publish(wave=wave, question_code=code, by=actor_of(request))
            messages.success(request, _("Das Ergebnis steht jetzt auf der öffentlichen Seite."))
            return redirect(wave_url(pk, code))
        figures = public_figures(result_of(wave), code)
    except NotPublishable as problem:
        messages.error(request, str(problem))
        return redirect(wave_url(pk))
    context = {"wave": wave, "figures": figures, "crumbs": crumbs(wave, _("Veröffentlichen"))}
    return TemplateResponse(request, "results/publish.html", context)


@requires(Permission.RESULTS_PUBLISH)
def withdraw(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Take a result off the public page."""
    publication = get_object_or_404(Publication.objects.select_related("wave"), wave=pk, question_code=code)
    if request.method == "POST":
        actions.withdraw(publication=publication, by=actor_of(request))
        messages.success(request, _("Das Ergebnis steht nicht mehr auf der öffentlichen Seite."))
        return redirect(wave_url(pk, code))
    context = {
        "wave": publication.wave,
        "figures": publication.figures,
        "crumbs": crumbs(publication.wave, _("Zurückziehen")),
        "withdrawing": True,
    }
    return TemplateResponse(request, "results/publish.html", context)
