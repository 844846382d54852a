"""QR codes and paper sheets."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, requires
from tenants.surveys.addresses import public_address, qr_png, qr_svg
from tenants.surveys.models import Wave

PICTURES = {"svg": (qr_svg, "image/svg+xml"), "png": (qr_png, "image/png")}


@requires(Permission.SURVEYS_VIEW)
@require_safe
def qr(_request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The public address as a QR code, for posters and slides. 404 for another kind of picture."""
    if kind not in PICTURES:
        raise Http404
    wave = get_object_or_404(Wave, pk=pk)
    draw, content_type = PICTURES[kind]
    response = HttpResponse(draw(public_address(wave)), content_type=content_type)
    response["Content-Disposition"] = f'inline; filename="qr-{wave.token}.{kind}"'
    return response
