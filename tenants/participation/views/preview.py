"""How a questionnaire will look on paper, before any wave asks it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, requires
from tenants.instruments.models import InstrumentVersion
from tenants.participation.paper import paper_preview


@requires(Permission.SURVEYS_VIEW)
@require_safe
def preview_paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A draft or a released version as a PDF in ``?sprache=``; in German where it does not have that language."""
    versions = InstrumentVersion.objects.select_related("instrument")
    version: InstrumentVersion = get_object_or_404(versions, instrument=pk, number=number)
    asked = request.GET.get("sprache", "de")
    language = asked if asked in version.definition["languages"] else "de"
    response = HttpResponse(paper_preview(version, language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="vorschau-{pk}-{number}-{language}.pdf"'
    return response
