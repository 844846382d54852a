"""The list, one contact point, adding, changing, removing."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, allowed, requires
from kisi.ui.forms import answer_form
from kisi.ui.tables import answer_table
from tenants.contact_points import actions
from tenants.contact_points.calendar import week_of
from tenants.contact_points.forms import ContactPointForm
from tenants.contact_points.listing import CONTACT_POINTS, contact_point_rows
from tenants.contact_points.models import ContactPoint, HoursException
from tenants.contact_points.problems import ContactPointProblem
from tenants.contact_points.queries import with_hours

REMOVED_SHOWN: Final = 20


@requires(Permission.WORKSPACE_VIEW)
@require_safe
def contact_points(request: HttpRequest) -> HttpResponse:
    """All contact points, and those that were removed and can be restored."""
    removed = ContactPoint.objects.filter(removed_at__isnull=False).order_by("-removed_at")[:REMOVED_SHOWN]
    context = {"may_change": allowed(request.user, Permission.SETTINGS_MANAGE), "removed": removed}
    rows = contact_point_rows()
    return answer_table(request, "contact_points/list.html", CONTACT_POINTS, rows, context=context)


@requires(Permission.WORKSPACE_VIEW)
@require_safe
def contact_point(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact point: values, weekly hours, exceptions, and what takes place this week."""
    found = with_hours([present_or_404(pk)])[0]
    this_week = found.schedule.sessions_between(*week_of(timezone.localdate()))
    removed = HoursException.objects.filter(
        contact_point_id=pk, removed_at__isnull=False, last_day__gte=timezone.localdate()
    )
    context = {
        "found": found,
        "point": found.contact_point,
        "this_week": this_week,
        "removed_exceptions": removed.order_by("-removed_at")[:REMOVED_SHOWN],
        "may_change": allowed(request.user, Permission.SETTINGS_MANAGE),
    }
    return render(request, "contact_points/contact_point.html", context)


@requires(Permission.SETTINGS_MANAGE)
@counts_once()
def add(request: HttpRequest) -> HttpResponse:
    """A new contact point."""
    return _edit(request, ContactPoint(), "contact_points/add.html")


@requires(Permission.SETTINGS_MANAGE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a contact point's values."""
    return _edit(request, present_or_404(pk), "contact_points/change.html")


def _edit(request: HttpRequest, point: ContactPoint, template: str) -> HttpResponse:
    save = actions.change_contact_point if point.pk else actions.add_contact_point
    form = ContactPointForm(request.POST or None, instance=point)
    if form.is_valid():
        try:
            save(contact_point=form.instance, by=actor_of(request))
        except ContactPointProblem as problem:
            form.add_error("is_main", str(problem))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("contact_points:contact_point", form.instance.pk)
    return answer_form(request, template, form, {"point": point})


@requires(Permission.SETTINGS_MANAGE)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what happens, then take the contact point off every page."""
    point = present_or_404(pk)
    if request.method == "POST":
        try:
            actions.remove_contact_point(contact_point=point, by=actor_of(request))
        except ContactPointProblem as problem:
            messages.error(request, str(problem))
            return redirect("contact_points:contact_point", pk)
        messages.success(
            request, _("„%(name)s“ ist entfernt. Unten auf dieser Seite können Sie das zurücknehmen.") % {"name": point}
        )
        return redirect("contact_points:list")
    return render(request, "contact_points/remove.html", {"point": point})


@requires(Permission.SETTINGS_MANAGE)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a removal back."""
    point = get_object_or_404(ContactPoint, pk=pk, removed_at__isnull=False)
    actions.restore_contact_point(contact_point=point, by=actor_of(request))
    messages.success(request, _("„%(name)s“ ist wieder da.") % {"name": point})
    return redirect("contact_points:contact_point", pk)


def present_or_404(pk: int) -> ContactPoint:
    """A contact point that was not removed. Raises ``Http404``."""
    return get_object_or_404(ContactPoint.objects.present(), pk=pk)
