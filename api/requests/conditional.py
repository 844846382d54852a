"""ETag, If-None-Match and If-Match (RFC 9110, 13)."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError

_TAG: Final = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def etag_of(representation: Any) -> str:
    """The strong validator of a representation: equal exactly when the JSON that is sent is equal."""
    return f'"{hashlib.sha256(JSONRenderer().render(representation)).hexdigest()[:32]}"'


def not_modified(request: Request, etag: str) -> HttpResponse | None:
    """304 where the caller has this representation already (weak comparison, as for every If-None-Match)."""
    header = request.headers.get("If-None-Match", "")
    known = header.strip() == "*" or etag in {tag.removeprefix("W/") for tag in _TAG.findall(header)}
    return HttpResponse(status=304, headers={"ETag": etag}) if known else None


def require_match(request: Request, representation: Any, *, required: bool) -> None:
    """Go on only if the caller has seen the present state.

    Raises:
        ApiProblem: 428 where If-Match is missing and ``required``, 412 where it names another state or none at all.
    """
    header = request.headers.get("If-Match")
    if header is None:
        if required:
            raise ApiProblem(
                Kind.PRECONDITION_REQUIRED,
                errors=[FieldError("If-Match", "required", "Diese Kopfzeile fehlt; sie enthält den ETag der Kommune.")],
            )
        return
    # Weak tags never match here (RFC 9110, 13.1.1): they are compared with their prefix.
    if header.strip() == "*" or etag_of(representation) in _TAG.findall(header):
        return
    errors = []
    if not _TAG.search(header):
        errors = [FieldError("If-Match", "invalid", 'Erwartet wird ein ETag in Anführungszeichen, etwa "5f1c…".')]
    raise ApiProblem(Kind.PRECONDITION_FAILED, errors=errors, headers={"ETag": etag_of(representation)})
