"""Releases: list, one of them with everything it says, having one made, its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.audit.actions import record_read
from kisi.core.access import Permission, allowed, requires
from kisi.core.periods import period_of
from kisi.ui.forms import answer_form
from kisi.ui.parts import Crumb
from kisi.ui.tables import Filtered, answer_table
from shared.metrics.actions import ReleaseRefused, request_release
from shared.metrics.collection.planning import open_periods
from shared.metrics.models import ReleaseRun
from shared.metrics.vocabulary import OPEN, JobStatus
from shared.ministry.areas import names_of
from shared.ministry.forms import FiguresForm, NewReleaseForm
from shared.ministry.listing import (
    CORRECTIONS,
    FIGURES,
    RELEASES,
    correction_rows,
    kept_figure_rows,
    release_rows,
)
from shared.ministry.reading import FrozenRelease, all_figures, corrections, previous_of, releases, state_figures
from shared.ministry.report import report_of
from shared.ministry.thresholds import threshold_words
from shared.ministry.withheld import withheld_tables
from shared.ministry.wording import rounding_of

PDF = "application/pdf"


@requires(Permission.FIGURES_VIEW)
@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """Every release there is, and the job that makes the next one."""
    running = ReleaseRun.objects.filter(status__in=OPEN).first()
    context = {
        "running": running,
        "may_release": allowed(request.user, Permission.RELEASES_MANAGE),
    }
    return answer_table(request, "ministry/releases.html", RELEASES, release_rows(releases()), None, context)


def _release_or_404(pk: int) -> tuple[FrozenRelease, list[FrozenRelease]]:
    known = releases()
    found = next((one for one in known if one.id == pk), None)
    if found is None:
        raise Http404
    return found, known


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Veröffentlichungsstände"), reverse("ministry:releases")), *more]


@requires(Permission.FIGURES_VIEW)
@require_safe
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """One release: how it was made, who is missing, what it corrects."""
    chosen, _known = _release_or_404(pk)
    changes = corrections(chosen)
    context = {
        "release": chosen,
        "thresholds": threshold_words(chosen.thresholds),
        "rounding": rounding_of(chosen),
        "withheld": withheld_tables(chosen),
        "crumbs": _crumbs(Crumb(chosen.label)),
    }
    rows = correction_rows(changes, names_of(one.area for one in changes))
    return answer_table(request, "ministry/release.html", CORRECTIONS, rows, None, context)


@requires(Permission.FIGURES_VIEW)
@require_safe
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Every figure of a release, as a list and as files."""
    chosen, _known = _release_or_404(pk)
    form = FiguresForm(request.GET)
    found = form.passing(all_figures(chosen, **form.chosen))
    names = names_of({one.area for one in found})
    rows = kept_figure_rows(chosen, tuple(sorted(form.cleaned_data.items())), found, names)
    crumbs = _crumbs(Crumb(chosen.label, reverse("ministry:release", args=[pk])), Crumb(_("Alle Zahlen")))
    context = {"release": chosen, "rounding": rounding_of(chosen), "crumbs": crumbs}
    return answer_table(request, "ministry/figures.html", FIGURES, rows, Filtered(form, rows), context)


@requires(Permission.FIGURES_VIEW)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The release as a PDF report; who took it away is recorded."""
    chosen, known = _release_or_404(pk)
    before = previous_of(chosen, known)
    found = state_figures(of=[one for one in (chosen, before) if one])
    made = report_of(chosen, before, found)
    details = {"format": "pdf", "period": chosen.period, "number": chosen.number}
    record_read("ministry.report_exported", by=actor_of(request), subject=f"metrics.release:{pk}", details=details)
    response = HttpResponse(made, content_type=PDF)
    name = f"hessen-{chosen.period.lower()}-stand-{chosen.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(Permission.RELEASES_MANAGE)
@counts_once()
def new_release(request: HttpRequest) -> HttpResponse:
    """Explains what freezing means and has a release made."""
    form = NewReleaseForm(request.POST or None, periods=open_periods(), initial={"period": open_periods()[-1].key})
    if request.method == "POST" and form.is_valid():
        user: Any = request.user
        try:
            run = request_release(period=form.chosen, by=user.actor)
        except ReleaseRefused as refused:
            form.add_error("period", str(refused))
        else:
            return redirect("ministry:release_job", run.pk)
    crumbs = _crumbs(Crumb(_("Neuer Stand")))
    return answer_form(request, "ministry/new_release.html", form, {"crumbs": crumbs})


@requires(Permission.FIGURES_VIEW)
@require_safe
def release_job(request: HttpRequest, run: UUID) -> HttpResponse:
    """How far the making of a release is; leads to it when it is done."""
    row = get_object_or_404(ReleaseRun, pk=run)
    is_part = request.headers.get("HX-Target") == "stand-in-arbeit"
    context = {
        "run": row,
        "period": period_of(row.period).label,
        "is_open": row.status in OPEN,
        "is_failed": row.status == JobStatus.FAILED,
        "crumbs": _crumbs(Crumb(_("Neuer Stand"))),
    }
    template = "ministry/release_progress.html" if is_part else "ministry/release_job.html"
    return TemplateResponse(request, template, context)
