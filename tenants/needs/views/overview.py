"""Needs seen together: the matrix with gaps, the report, the settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kisi.accounts.requests import actor_of
from kisi.audit.actions import record_read
from kisi.core.access import Permission, allowed, requires
from kisi.core.vocabulary import Perspective
from kisi.ui.forms import answer_form
from tenants.needs import actions
from tenants.needs.citing import Results
from tenants.needs.forms import NeedFilter, SettingsForm
from tenants.needs.listing import sortable
from tenants.needs.models import NeedsSettings
from tenants.needs.queries import listed
from tenants.needs.queries import matrix as matrix_of
from tenants.needs.report import chapters_of, report_pdf
from tenants.needs.views.crumbs import crumbs
from tenants.results.queries import rule, triangulation

UNPROCESSABLE = 422


@requires(Permission.RESULTS_VIEW)
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Topics × perspectives: where results show a need, and where one is stated."""
    results = Results().newest()
    current = rule()
    rows = matrix_of(triangulation(results, current), seen_from=current.seen_from, smallest=current.smallest_total)
    context = {
        "crumbs": crumbs(here=_("Lücken")),
        "perspectives": [str(one.label) for one in Perspective],
        "rows": rows,
        "gaps": [cell for row in rows for cell in row.gaps],
        "has_results": bool(results),
        "rule": current,
        "may_change": allowed(request.user, Permission.NEEDS_EDIT),
    }
    return render(request, "needs/matrix.html", context)


@requires(Permission.NEEDS_VIEW)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Needs to print, topic by topic; takes the same filters as the list."""
    filtered = NeedFilter(request.GET, sortable(listed()), with_people="zustaendig" in request.GET)
    context = {
        "crumbs": crumbs(here=_("Bericht")),
        "chapters": chapters_of(filtered.qs),
        "number": filtered.qs.count(),
        "today": timezone.localdate(),
        "form": filtered,
    }
    return render(request, "needs/report.html", context, status=UNPROCESSABLE if filtered.errors else 200)


@requires(Permission.NEEDS_VIEW)
@require_safe
def report_file(request: HttpRequest) -> HttpResponse:
    """The same as a PDF; who took it away is recorded."""
    filtered = NeedFilter(request.GET, sortable(listed()))
    if filtered.errors:
        return redirect(f"/bedarfe/bericht/?{request.GET.urlencode()}")
    made = report_pdf(filtered.qs)
    details = {"format": "pdf", "needs": filtered.qs.count()}
    record_read("needs.report_exported", by=actor_of(request), subject="needs.report", details=details)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="bedarfe-{timezone.localdate():%Y-%m-%d}.pdf"'
    return response


@requires(Permission.SETTINGS_MANAGE)
def settings(request: HttpRequest) -> HttpResponse:
    """When a decision is overdue, when a need is looked at again."""
    form = SettingsForm(request.POST or None, instance=NeedsSettings.current())
    if form.is_valid():
        actions.change_settings(settings=form.instance, by=actor_of(request))
        messages.success(request, _("Gespeichert."))
        return redirect("needs:settings")
    return answer_form(request, "needs/settings.html", form, {"crumbs": crumbs(here=_("Einstellungen"))})
