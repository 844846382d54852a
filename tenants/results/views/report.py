"""The report as a file; who took it away is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kisi.accounts.requests import actor_of
from kisi.audit.actions import record_read
from kisi.core.access import Permission, requires
from tenants.results import report, report_word
from tenants.results.forms import ChooseWaves
from tenants.results.queries import WaveResult, results_of

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Make = Callable[[Sequence[WaveResult]], bytes]


@requires(Permission.RESULTS_VIEW)
def report_as_pdf(request: HttpRequest) -> HttpResponse:
    """The report over the newest or the chosen waves."""
    return _file(request, report.report_pdf, "application/pdf", "pdf")


@requires(Permission.RESULTS_VIEW)
def report_as_word(request: HttpRequest) -> HttpResponse:
    """The same for a word processor."""
    return _file(request, report_word.report_word, WORD, "docx")


def _file(request: HttpRequest, make: Make, kind: str, ending: str) -> HttpResponse:
    waves = ChooseWaves(request.GET).waves()
    made = make(results_of(waves))
    details = {"format": ending, "waves": [wave.pk for wave in waves]}
    record_read("results.report_exported", by=actor_of(request), subject="results.report", details=details)
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="bedarf-{timezone.localdate():%Y-%m-%d}.{ending}"'
    return response
