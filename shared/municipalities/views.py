"""Municipalities on the public host: the list, and closing and opening a workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, allowed, requires
from kisi.ui.tables import answer_table
from shared.municipalities.actions import StatusNotPossible, activate_municipality, suspend_municipality
from shared.municipalities.forms import town_filter
from shared.municipalities.listing import TOWNS, town_rows
from shared.municipalities.models import Municipality


@requires(Permission.MUNICIPALITIES_VIEW)
def towns(request: HttpRequest) -> HttpResponse:
    """Every municipality, filtered, sorted, as a file."""
    rows = town_rows()
    context = {"may_manage": allowed(request.user, Permission.MUNICIPALITIES_MANAGE)}
    return answer_table(
        request, "municipalities/list.html", TOWNS, rows, town_filter(request.GET, rows), context=context
    )


@requires(Permission.MUNICIPALITIES_MANAGE)
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a workspace for the time being, after saying what that means."""
    done = _("Der Arbeitsbereich von %(name)s ist geschlossen. Alle Daten sind noch da.")
    return _switch(request, pk, suspend_municipality, "municipalities/suspend.html", done)


@requires(Permission.MUNICIPALITIES_MANAGE)
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed workspace again."""
    done = _("Der Arbeitsbereich von %(name)s ist wieder geöffnet.")
    return _switch(request, pk, activate_municipality, "municipalities/activate.html", done)


def _switch(request: HttpRequest, pk: int, action: Callable[..., Any], template: str, done: str) -> HttpResponse:
    municipality = get_object_or_404(Municipality, pk=pk)
    if request.method != "POST":
        return render(request, template, {"town": municipality})
    try:
        action(municipality, by=actor_of(request))
    except StatusNotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done % {"name": municipality.name})
    return redirect("onboarding:town", pk=municipality.pk)
