"""On- and off-boardings: the list, watching one, trying again, leaving, and taking that back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.asking_again import stop_asking
from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, allowed, requires
from kisi.ui.forms import answer_form
from kisi.ui.parts import Crumb
from kisi.ui.tables import answer_table
from shared.municipalities.models import Municipality
from shared.onboarding.actions import (
    NotCancellable,
    NotRetryable,
    OffboardingRefused,
    cancel_offboarding,
    request_offboarding,
    retry_offboarding,
    retry_onboarding,
)
from shared.onboarding.forms import OffboardForm
from shared.onboarding.listing import JOBS, job_filter, job_rows
from shared.onboarding.models import Job, Offboarding, Onboarding
from shared.onboarding.progress import progress_of, url_of
from shared.onboarding.vocabulary import JobStatus, OffboardingStepName, StepStatus


@requires(Permission.MUNICIPALITIES_VIEW)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """All on- and off-boardings."""
    rows = job_rows()
    context = {"may_manage": allowed(request.user, Permission.MUNICIPALITIES_MANAGE)}
    return answer_table(request, "onboarding/jobs.html", JOBS, rows, job_filter(request.GET, rows), context=context)


@requires(Permission.MUNICIPALITIES_VIEW)
@require_safe
def onboarding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One onboarding with its steps."""
    return render(request, "onboarding/job.html", _context(request, get_object_or_404(Onboarding, pk=pk)))


@requires(Permission.MUNICIPALITIES_VIEW, for_strangers=stop_asking, is_use=False)
@require_safe
def onboarding_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The parts of the page that move."""
    return render(request, "onboarding/moving.html", _context(request, get_object_or_404(Onboarding, pk=pk)))


@requires(Permission.MUNICIPALITIES_VIEW)
@require_safe
def offboarding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One off-boarding with its steps."""
    return render(request, "onboarding/job.html", _context(request, get_object_or_404(Offboarding, pk=pk)))


@requires(Permission.MUNICIPALITIES_VIEW, for_strangers=stop_asking, is_use=False)
@require_safe
def offboarding_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The parts of the page that move."""
    return render(request, "onboarding/moving.html", _context(request, get_object_or_404(Offboarding, pk=pk)))


@requires(Permission.MUNICIPALITIES_MANAGE)
@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try a failed onboarding again."""
    job = get_object_or_404(Onboarding, pk=pk)
    return _do(request, job, retry_onboarding, _("Die Aufnahme geht weiter."))


@requires(Permission.MUNICIPALITIES_MANAGE)
@require_POST
def retry_leaving(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try a failed off-boarding again."""
    job = get_object_or_404(Offboarding, pk=pk)
    return _do(request, job, retry_offboarding, _("Die Verabschiedung geht weiter."))


@requires(Permission.MUNICIPALITIES_MANAGE)
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an off-boarding back."""
    job = get_object_or_404(Offboarding, pk=pk)
    return _do(request, job, cancel_offboarding, _("Die Verabschiedung wird zurückgenommen."))


@requires(Permission.MUNICIPALITIES_MANAGE)
@counts_once()
def offboard(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a municipality go, after saying what will be lost and when."""
    municipality = get_object_or_404(Municipality, pk=pk)
    form = OffboardForm(request.POST if request.method == "POST" else None, name=municipality.name)
    if form.is_valid():
        try:
            days = form.cleaned_data["grace_days"]
            begun = request_offboarding(municipality, by=actor_of(request), grace_days=days)
        except OffboardingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Die Verabschiedung von %(name)s hat begonnen.") % {"name": begun.name})
            return redirect("onboarding:offboarding", pk=begun.pk)
    return answer_form(request, "onboarding/offboard.html", form, {"town": municipality})


def _do(request: HttpRequest, job: Job, action: Callable[..., Any], done: str) -> HttpResponse:
    try:
        action(job, by=actor_of(request))
    except (NotRetryable, NotCancellable) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(url_of(job))


def _context(request: HttpRequest, job: Onboarding | Offboarding) -> dict[str, Any]:
    may_manage = allowed(request.user, Permission.MUNICIPALITIES_MANAGE)
    return {
        "crumbs": [Crumb(_("Aufnahmen"), reverse("onboarding:jobs")), Crumb(job.name)],
        "job": job,
        "progress": progress_of(job, may_manage=may_manage),
        "may_manage": may_manage,
        "may_cancel": may_manage and isinstance(job, Offboarding) and _is_cancellable(job),
        "is_onboarding": isinstance(job, Onboarding),
        "is_taken_back": job.status == JobStatus.CANCELLED,
    }


def _is_cancellable(job: Offboarding) -> bool:
    if job.status not in (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.WAITING, JobStatus.FAILED):
        return False
    return not job.steps.filter(name=OffboardingStepName.DROP, status=StepStatus.DONE).exists()
