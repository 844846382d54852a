"""The overview of Hesse: key figures, map, table beneath, who sees which need – all from one release."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, allowed, requires
from kisi.core.facts import metric
from kisi.ui.tables import Filtered, answer_table
from shared.metrics.vocabulary import FigureLevel
from shared.ministry.areas import names_of
from shared.ministry.drawn import drawn_map, drawn_matrix
from shared.ministry.forms import OverviewForm
from shared.ministry.key_figures import key_figures
from shared.ministry.listing import AreaRow, area_rows, area_table
from shared.ministry.reading import area_figures, previous_of, releases, state_figures
from shared.ministry.wording import cell_name, rounding_of
from shared.municipalities.queries import on_board, places
from shared.municipalities.register.ags import district_of
from shared.municipalities.register.outlines import hessian_map


@requires(Permission.FIGURES_VIEW)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the chosen release says about the whole state and its areas; without any release, what to do."""
    known = releases()
    if not known:
        return no_release(request)
    form = OverviewForm(request.GET, releases=known)
    chosen, before = form.release, previous_of(form.release, known)
    figures = state_figures(of=[one for one in (chosen, before) if one])
    rows, names = _rows(form)
    declared = metric(form.metric)
    context = {
        "form": form,
        "release": chosen,
        "cards": key_figures(chosen, before, figures),
        "map": drawn_map(rows, level=form.level, names=names, declared=declared, cell=form.cell, release=chosen),
        "map_title": declared.name,
        "map_cell": cell_name(form.cell) if form.cell else "",
        "metric_url": reverse("ministry:metric", args=[declared.key]),
        "needs": drawn_matrix(figures.get(chosen.id, []), chosen),
        "rounding": rounding_of(chosen),
        "district": names.get(form.district, ""),
    }
    table = area_table(declared, form.cell, form.level)
    return answer_table(request, "ministry/overview.html", table, rows, Filtered(form, rows), context)


def no_release(request: HttpRequest) -> HttpResponse:
    """Nothing has been released yet: says what to do."""
    context = {"may_release": allowed(request.user, Permission.RELEASES_MANAGE)}
    return TemplateResponse(request, "ministry/no_release.html", context)


def _rows(form: OverviewForm) -> tuple[list[AreaRow], dict[str, str]]:
    """The areas of the chosen figure, and names for everything on the map. Central realm: names are public."""
    found = area_figures(form.release, metric=form.metric, level=form.level, cell=form.cell)
    if form.district and form.level == FigureLevel.MUNICIPALITY:
        found = [one for one in found if district_of(one.area) == form.district]
    keys = {one.area for one in found}
    shapes = hessian_map().municipalities
    wanted = {district_of(ags) for ags in shapes} if form.level == FigureLevel.DISTRICT else set()
    known = places(key for key in keys if len(key) == 8)
    names = {ags: one.name for ags, one in known.items()}
    names |= {one.district_ags: one.district for one in known.values() if one.district_ags == form.district}
    names |= names_of((keys | wanted | {form.district}) - {"", *names})
    districts = {ags: place.district for ags, place in known.items()}
    return area_rows(found, names=names, districts=districts, urls=_urls(form, keys)), names


def _urls(form: OverviewForm, keys: set[str]) -> dict[str, str]:
    """Where an area leads: a district to its municipalities, a municipality to its page."""
    if form.level == FigureLevel.DISTRICT:
        start = f"{reverse('ministry:overview')}?stand={form.release.id}&zahl={form.metric}:{form.cell}"
        return {key: f"{start}&kreis={key}" for key in keys}
    rows = on_board().filter(ags__in=keys).values_list("ags", "pk")
    return {ags: reverse("onboarding:town", args=[pk]) for ags, pk in rows}
