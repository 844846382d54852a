"""Reports of barriers, for the coordinator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kisi.accounts.requests import actor_of
from kisi.audit.actions import record_read
from kisi.core.access import Permission, requires
from kisi.ui.tables import answer_table
from tenants.site import actions
from tenants.site.actions.feedback import reference
from tenants.site.listing import FEEDBACK, feedback_rows
from tenants.site.models import AccessibilityFeedback


@requires(Permission.SETTINGS_MANAGE)
@require_safe
def feedback_list(request: HttpRequest) -> HttpResponse:
    """All reports, without what they say."""
    return answer_table(request, "site/settings/feedback_list.html", FEEDBACK, feedback_rows())


@requires(Permission.SETTINGS_MANAGE)
def feedback_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report; looking at it leaves a row in the trail, because it may name somebody."""
    report = get_object_or_404(AccessibilityFeedback, pk=pk)
    if request.method == "POST":
        answered = report.answered_at is None
        actions.set_answered(feedback=report, answered=answered, by=actor_of(request))
        return redirect("site:feedback_list")
    record_read("site.feedback_read", by=actor_of(request), subject=reference(report))
    return render(request, "site/settings/feedback_detail.html", {"report": report})
