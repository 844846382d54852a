"""What came back: a part of a wave's page that asks for itself again while the wave is open."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from kisi.accounts.asking_again import stop_asking
from kisi.core.access import Permission, requires
from tenants.surveys.charts import charts_of, group_charts, has_hidden, total_progress
from tenants.surveys.groups import returned_by_group
from tenants.surveys.models import Wave
from tenants.surveys.queries import Return, return_of, with_rules
from tenants.surveys.vocabulary import Standing

NO_CONTENT: Final = 204


def return_context(wave: Any, back: Return) -> dict[str, Any]:
    """What the part of the page is drawn from; ``mark`` changes with everything that stands there.

    The wave carries ``smallest_group`` (``queries.with_rules``).
    """
    is_open = wave.standing(timezone.localdate()) == Standing.OPEN
    groups = group_charts(wave, returned_by_group(wave, back), wave.smallest_group)
    charts = [*charts_of(wave, back), *groups]
    progress = total_progress(wave, back)
    said = repr((progress, [chart.data() for chart in charts], is_open))
    return {
        "wave": wave,
        "progress": progress,
        "charts": charts,
        "hides_groups": has_hidden(groups),
        "smallest": wave.smallest_group,
        "is_open": is_open,
        "mark": hashlib.sha256(said.encode()).hexdigest()[:12],
    }


@requires(Permission.SURVEYS_VIEW, for_strangers=stop_asking, is_use=False)
@require_safe
@vary_on_headers("HX-Request")
def wave_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The return for a page that shows it already (``?stand=`` its mark): 204 where nothing is new."""
    if not request.headers.get("HX-Request"):
        return redirect("surveys:wave", pk)
    waves = Wave.objects.select_related("version__instrument").defer("version__definition")
    found = get_object_or_404(with_rules(waves), pk=pk)
    context = return_context(found, return_of(found))
    if context["mark"] == request.GET.get("stand"):
        return HttpResponse(status=NO_CONTENT)
    return TemplateResponse(request, "surveys/return.html", context | {"is_news": True})
