"""How far collection and surveys got, and having a release made: for the ministry's roles and the operator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Func, IntegerField, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.asking_again import stop_asking
from kisi.core.access import Permission, allowed, requires
from kisi.core.periods import Period, period_at
from kisi.ui.parts import Crumb
from kisi.ui.tables import Filtered, answer_table
from shared.metrics.actions import request_release
from shared.metrics.collection.planning import open_periods, periods_with_figures
from shared.metrics.forms import FillFilterForm, PeriodForm, ReleaseForm, ReturnFilterForm
from shared.metrics.listing import FILLS, completeness_of, fill_rows
from shared.metrics.models import CollectionRun, Release, ReleaseRun
from shared.metrics.participation import TOWNS, town_rows
from shared.metrics.queries import newest_release
from shared.metrics.vocabulary import JobStatus


@requires(Permission.MUNICIPALITIES_VIEW)
@require_safe
def collection(request: HttpRequest) -> HttpResponse:
    """Every municipality × collector of one period; what runs, what was released last."""
    form = _asked(request, FillFilterForm)
    rows = fill_rows(form.period)
    shown = [row for row in rows if not form.state or row.state == form.state]
    context = _moving(form.period) | {
        "completeness": completeness_of(rows),
        "releases": Release.objects.filter(period=form.period.key),
        "may_release": allowed(request.user, Permission.RELEASES_MANAGE) and form.period in open_periods(),
    }
    return answer_table(request, "metrics/collection.html", FILLS, shown, Filtered(form, shown), context)


@requires(Permission.MUNICIPALITIES_VIEW, for_strangers=stop_asking, is_use=False)
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The part of the page that moves while it is open; at the end the page is loaded again, with its new figures."""
    context = _moving(_asked(request, FillFilterForm).period)
    answer = TemplateResponse(request, "metrics/progress.html", context)
    if not context["is_moving"]:
        answer["HX-Refresh"] = "true"
    return answer


@requires(Permission.MUNICIPALITIES_VIEW)
@require_safe
def participation(request: HttpRequest) -> HttpResponse:
    """Every municipality of one period: its waves, and its return as far as the rules let it be said."""
    form = _asked(request, ReturnFilterForm)
    rows = town_rows(form.period)
    shown = [row for row in rows if not form.state or row.returned == form.state]
    context = {
        "period": form.period,
        "release": newest_release(form.period.key),
        "crumbs": [Crumb(_("Erhebung"), reverse("metrics:collection")), Crumb(_("Beteiligung"))],
    }
    return answer_table(request, "metrics/participation.html", TOWNS, shown, Filtered(form, shown), context)


def _asked[Form: PeriodForm](request: HttpRequest, form: type[Form]) -> Form:
    """Which period and which of its rows the address asks for."""
    return form(request.GET, periods=periods_with_figures(), running=period_at(timezone.now()))


def _moving(period: Period) -> dict[str, Any]:
    """What runs for a period, or ran last."""
    run, release_run = _last_run(period), ReleaseRun.objects.filter(period=period.key).first()
    is_released = release_run is not None and release_run.status in {JobStatus.QUEUED, JobStatus.RUNNING}
    is_collected = run is not None and run["row"].finished_at is None
    return {
        "period": period,
        "run": run,
        "release_run": release_run,
        "is_released": is_released,
        "is_collected": is_collected,
        "is_moving": is_released or is_collected,
    }


def _last_run(period: Period) -> dict[str, Any] | None:
    """The last run with how many of its towns are through."""
    through = Q(batches__status__in=[JobStatus.DONE, JobStatus.FAILED])
    towns = Func("batches__municipality_ids", function="jsonb_array_length", output_field=IntegerField())
    runs = CollectionRun.objects.filter(period=period.key).annotate(done=Sum(towns, filter=through, default=0))
    run = runs.order_by("-started_at").first()  # grouped rows forget the model's own order
    if run is None:
        return None
    return {"row": run, "done": run.done, "started_at": timezone.localtime(run.started_at)}


@requires(Permission.RELEASES_MANAGE)
@require_POST
def make_release(request: HttpRequest) -> HttpResponse:
    """Have a release of an open period made; the page then shows how far it is."""
    form = ReleaseForm(request.POST, periods=open_periods())
    if not form.is_valid():
        messages.error(request, _("Diesen Zeitraum gibt es nicht oder er ist abgeschlossen. Bitte wählen Sie neu."))
        return redirect("metrics:collection")
    user: Any = request.user
    request_release(period=form.chosen, by=user.actor)
    messages.success(request, _("Der Stand wird berechnet. Das dauert meist weniger als zwei Minuten."))
    return redirect("metrics:collection")
