"""Weekly hours and exceptions of one contact point."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from tenants.contact_points import actions
from tenants.contact_points.forms import ExceptionForm, OfficeHoursFormSet, office_hours_in
from tenants.contact_points.models import HoursException
from tenants.contact_points.problems import ContactPointProblem
from tenants.contact_points.views.contact_points import present_or_404


@requires(Permission.SETTINGS_MANAGE)
def office_hours(request: HttpRequest, pk: int) -> HttpResponse:
    """All weekly hours in one form; two empty lines more than there are."""
    point = present_or_404(pk)
    lines = OfficeHoursFormSet(request.POST or None, queryset=point.office_hours.all(), prefix="zeiten")
    if lines.is_bound and lines.is_valid():
        actions.set_office_hours(contact_point=point, hours=office_hours_in(lines), by=actor_of(request))
        messages.success(request, _("Gespeichert."))
        if "more" in request.POST:
            return redirect("contact_points:office_hours", pk)
        return redirect("contact_points:contact_point", pk)
    status = 422 if lines.is_bound else 200
    return render(request, "contact_points/office_hours.html", {"point": point, "lines": lines}, status=status)


@requires(Permission.SETTINGS_MANAGE)
@counts_once()
def add_exception(request: HttpRequest, pk: int) -> HttpResponse:
    """Closed, other or additional times on some days."""
    point = present_or_404(pk)
    form = ExceptionForm(request.POST or None, contact_point=point)
    if form.is_valid():
        try:
            actions.add_exception(exception=form.instance, by=actor_of(request))
        except ContactPointProblem as problem:
            form.add_error("first_day", str(problem))
        else:
            messages.success(request, _("Gespeichert. Die öffentliche Seite zeigt es sofort."))
            return redirect("contact_points:contact_point", pk)
    return answer_form(request, "contact_points/exception.html", form, {"point": point})


@requires(Permission.SETTINGS_MANAGE)
@require_POST
def remove_exception(request: HttpRequest, pk: int, exception: int) -> HttpResponse:
    """The weekly hours count again."""
    found = get_object_or_404(HoursException, pk=exception, contact_point=present_or_404(pk), removed_at=None)
    actions.remove_exception(exception=found, by=actor_of(request))
    messages.success(request, _("Entfernt. Unten auf dieser Seite können Sie das zurücknehmen."))
    return redirect("contact_points:contact_point", pk)


@requires(Permission.SETTINGS_MANAGE)
@require_POST
def restore_exception(request: HttpRequest, pk: int, exception: int) -> HttpResponse:
    """Take a removal back."""
    found = get_object_or_404(HoursException, pk=exception, contact_point=present_or_404(pk), removed_at__isnull=False)
    try:
        actions.restore_exception(exception=found, by=actor_of(request))
    except ContactPointProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Die Ausnahme gilt wieder."))
    return redirect("contact_points:contact_point", pk)
