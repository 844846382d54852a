"""What the operator sees of the platform itself: signs of life, queues, checks, jobs, rejected tasks, texts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, allowed, requires
from kisi.tenancy.models import RejectedTask
from kisi.ui.forms import answer_form
from kisi.ui.parts import Crumb
from kisi.ui.tables import answer_table
from shared.operation.actions import change_texts, request_check
from shared.operation.broker import queues_seen
from shared.operation.forms import TextsForm, jobs_filter
from shared.operation.health import last_runs, signs_of_life
from shared.operation.job_sources import jobs_seen
from shared.operation.listing import JOBS, REJECTED, periodic_seen
from shared.operation.models import Check, PlatformTexts
from shared.operation.queries import newest_checks, open_checks
from shared.operation.vocabulary import CheckKind


@requires(Permission.OPERATION_VIEW)
@require_safe
def platform(request: HttpRequest) -> HttpResponse:
    """The state of the platform on one page."""
    newest, running, runs = newest_checks(), open_checks(), last_runs()
    context = {
        "lines": signs_of_life(runs),
        "queues": queues_seen(),
        "checks": [(kind, newest.get(kind.value), running.get(kind.value)) for kind in CheckKind],
        "periodic": periodic_seen(runs),
        "rejected": RejectedTask.objects.count(),
        "may_manage": allowed(request.user, Permission.OPERATION_MANAGE),
    }
    return render(request, "operation/platform.html", context)


@requires(Permission.OPERATION_VIEW)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Jobs of every kind in one list."""
    found = jobs_seen()
    return answer_table(request, "operation/jobs.html", JOBS, found, jobs_filter(request.GET, found))


@requires(Permission.OPERATION_VIEW)
@require_safe
def rejected(request: HttpRequest) -> HttpResponse:
    """Messages that named no valid municipality, with the reason."""
    return answer_table(request, "operation/rejected.html", REJECTED, RejectedTask.objects.all())


@requires(Permission.OPERATION_VIEW)
@require_safe
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One check with everything it found."""
    found = get_object_or_404(Check, pk=pk)
    crumbs = [Crumb(_("Zustand"), reverse("operation:platform")), Crumb(found.get_kind_display())]
    return render(request, "operation/check.html", {"check": found, "crumbs": crumbs})


@requires(Permission.OPERATION_MANAGE)
@require_POST
def run(request: HttpRequest, kind: str) -> HttpResponse:
    """Do a check now; a worker does it, the page shows the result when it is there."""
    if kind not in CheckKind.values:
        raise Http404
    asked = request_check(CheckKind(kind), by=actor_of(request))
    messages.success(request, _("Die Prüfung ist angestoßen. Das Ergebnis steht gleich hier."))
    return redirect("operation:check", pk=asked.pk)


@requires(Permission.OPERATION_MANAGE)
def texts(request: HttpRequest) -> HttpResponse:
    """Write what the platform's own public pages say."""
    form = TextsForm(request.POST if request.method == "POST" else None, instance=PlatformTexts.current())
    if form.is_valid():
        change_texts(**form.cleaned_data, by=actor_of(request))
        messages.success(request, _("Gespeichert."))
        return redirect("operation:texts")
    return answer_form(request, "operation/texts.html", form)
