"""The report as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kisi.core.access import Permission, requires
from tenants.results.forms import ChooseWaves
from tenants.results.queries import result_of
from tenants.results.report import report


@requires(Permission.RESULTS_VIEW)
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The report over the newest or the chosen waves."""
    made = report([result_of(wave) for wave in ChooseWaves(request.GET).waves()])
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="bedarf-{timezone.localdate():%Y-%m-%d}.pdf"'
    return response
