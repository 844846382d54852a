"""The format of instruments, published for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from kisi.core.access import public
from shared.instruments.definition import schema


@public
@require_safe
def published_schema(_request: HttpRequest) -> HttpResponse:
    """The JSON Schema of format 1; every website's script may read it."""
    response = JsonResponse(schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Type"] = "application/schema+json"
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response
