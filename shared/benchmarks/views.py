"""A town beside its peers; all peer groups for the ministry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, requires
from kisi.core.facts import metric
from kisi.core.periods import period_of
from kisi.core.realms import MINISTRY, current_municipality, inside
from kisi.ui.tables import Filtered, answer_table
from shared.benchmarks.comparison import compared
from shared.benchmarks.forms import ComparisonForm
from shared.benchmarks.groups import group_name, groups_of
from shared.benchmarks.listing import BANDS, BandRow, band_row
from shared.benchmarks.models import Band
from shared.benchmarks.queries import Drawn, bands_for, newest, own_figures
from shared.benchmarks.vocabulary import GroupKind
from shared.metrics.queries import area_names
from shared.municipalities.queries import place

UNPROCESSABLE = 422


@requires(Permission.BENCHMARKS_VIEW)
@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """The current town's figures beside the bands of a peer group."""
    form = ComparisonForm(request.GET)
    drawn, kind = newest(), form.kind
    context: dict[str, Any] = {"form": form, "drawn": drawn, "metric": metric(form.metric)}
    if drawn is not None:
        ags = current_municipality().ags
        here = place(ags)
        groups = groups_of(ags, here)
        bands = bands_for(drawn.release_id, form.metric, groups, kind)
        district = {here.district_ags: here.district} if here else {}
        context |= {
            "period": period_of(drawn.period).label,
            "frozen_at": timezone.localtime(drawn.frozen_at),
            "group": group_name(kind, groups[kind], district) if kind in groups else "",
            "kind": GroupKind(kind),
            "rows": compared(metric(form.metric), form.cells, bands, own_figures(drawn.period, form.metric)),
        }
    status = 200 if form.is_valid() else UNPROCESSABLE
    return TemplateResponse(request, "benchmarks/comparison.html", context, status=status)


@requires(Permission.FIGURES_VIEW)
@require_safe
def peer_groups(request: HttpRequest) -> HttpResponse:
    """Every peer group's band of some figures, as a list without names of municipalities."""
    form = ComparisonForm(request.GET)
    drawn = _newest_for_the_ministry()
    bands = _bands(form, drawn) if drawn else []
    rows = _rows(form, [band for band in bands if band.median is not None])
    context = {
        "drawn": drawn,
        "period": period_of(drawn.period).label if drawn else "",
        "frozen_at": timezone.localtime(drawn.frozen_at) if drawn else None,
        "metric": metric(form.metric),
        "too_few": len(bands) - len(rows),
        "least": max((band.least for band in bands), default=0),
        "most_towns": max((band.towns for band in bands), default=0),
    }
    return answer_table(request, "benchmarks/peer_groups.html", BANDS, rows, Filtered(form, rows), context)


def _newest_for_the_ministry() -> Drawn | None:
    with inside(MINISTRY):
        return newest()


def _bands(form: ComparisonForm, drawn: Drawn) -> list[Band]:
    """The chosen figures of every group, those without numbers too."""
    with inside(MINISTRY):
        found = Band.objects.filter(release_id=drawn.release_id, metric=form.metric, group_kind=form.kind)
        return [band for band in found if band.cell in form.cells]


def _rows(form: ComparisonForm, bands: list[Band]) -> list[BandRow]:
    declared = metric(form.metric)
    order = {cell: number for number, cell in enumerate(form.cells)}
    districts = area_names(band.group for band in bands) if form.kind == GroupKind.DISTRICT else {}
    return [
        band_row(band, order[band.cell], group_name(band.group_kind, band.group, districts), declared) for band in bands
    ]
