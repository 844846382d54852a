"""The exact totals of the whole state for the report to the Commission: every look at them is recorded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, requires
from kisi.ui.tables import Filtered, answer_table
from shared.metrics.actions import read_amif_totals
from shared.metrics.models import Release
from shared.ministry.amif_listing import AMIF, amif_rows
from shared.ministry.annex import SOURCE, counted, not_counted
from shared.ministry.forms import ReleaseChoiceForm
from shared.ministry.reading import releases
from shared.ministry.views.overview import no_release
from shared.ministry.withheld import withheld_totals


@requires(Permission.AMIF_VIEW)
@require_safe
def amif(request: HttpRequest) -> HttpResponse:
    """By sex and age bracket, never by municipality. Runs in the central realm, where the record is written."""
    known = releases()
    if not known:
        return no_release(request)
    form = ReleaseChoiceForm(request.GET, releases=known)
    user: Any = request.user
    rows = []
    if form.is_valid():
        stored = Release.objects.get(pk=form.release.id)
        rows = amif_rows(read_amif_totals(release=stored, by=user.actor))
    context = {
        "form": form,
        "release": form.release,
        "title": _("AMIF-Summen"),
        "counted": counted(rows),
        "not_counted": not_counted(rows),
        "withheld": withheld_totals(form.release),
        "source": SOURCE,
    }
    return answer_table(request, "ministry/amif.html", AMIF, rows, Filtered(form, rows), context)
