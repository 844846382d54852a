"""Official figures on screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.core.vocabulary import Perspective
from kisi.ui.forms import answer_form
from kisi.ui.parts import Crumb
from tenants.results.actions import remove_figures, state_figures
from tenants.results.forms import ReferenceForm
from tenants.results.models import ReferencePopulation
from tenants.results.queries import figures_of


@requires(Permission.SETTINGS_MANAGE)
def figures(request: HttpRequest, perspective: str) -> HttpResponse:
    """How many people of a perspective live here, by sex and age."""
    if perspective not in Perspective.values:
        raise Http404
    stated = figures_of(perspective)
    form = ReferenceForm(request.POST or None, instance=stated or ReferencePopulation(perspective=perspective))
    if not form.is_valid():
        crumbs = [
            Crumb(_("Ergebnisse"), reverse("results:waves")),
            Crumb(_("Einstellungen"), reverse("results:settings")),
            Crumb(_("Vergleichszahlen")),
        ]
        context = {"crumbs": crumbs, "perspective": Perspective(perspective), "stated": stated}
        return answer_form(request, "results/figures.html", form, context)
    state_figures(figures=form.instance, by=actor_of(request))
    messages.success(request, _("Gespeichert."))
    return redirect("results:settings")


@require_POST
@requires(Permission.SETTINGS_MANAGE)
def remove(request: HttpRequest, perspective: str) -> HttpResponse:
    """Forget them."""
    stated = figures_of(perspective)
    if stated is None:
        raise Http404
    remove_figures(figures=stated, by=actor_of(request))
    messages.success(request, _("Vergleichszahlen gelöscht."))
    return redirect("results:settings")
