"""The token endpoint (RFC 6749, 4.4): client credentials with HTTP Basic."""

from __future__ import annotations

import json
from typing import Any, Final

from django.conf import settings
from django.http import QueryDict
from oauth2_provider.oauth2_backends import get_oauthlib_core
from oauthlib.common import urlencode
from rest_framework.authentication import get_authorization_header
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.problems.validation import child_pointer
from api.requests.bodies import FormBody
from api.requests.rate_limits import TokenRateLimit
from api.requests.view import ApiView

BASIC_CHALLENGE: Final = 'Basic realm="KISI", charset="UTF-8"'
_FAULTY: Final = {"invalid_client": "Authorization", "unsupported_grant_type": "/grant_type", "invalid_scope": "/scope"}
"""What is wrong with the request where the library answers with this error."""
_DETAILS: Final = {
    "invalid_client": "Zugang oder Geheimnis stimmen nicht, oder der Zugang ist gesperrt."
    " Senden Sie client_id und client_secret mit HTTP Basic.",
    "unsupported_grant_type": "Es gibt hier nur grant_type=client_credentials.",
    "invalid_scope": "Unter „scope“ stehen Rechte, die dieser Zugang nicht hat.",
    "invalid_request": "Der Inhalt nennt grant_type=client_credentials, jede Angabe einmal;"
    " die Adresse hat keine Parameter.",
}


class TokenView(ApiView):
    """``POST /api/oauth/token``."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (TokenRateLimit,)
    parser_classes = (FormBody,)
    schema = None

    def post(self, request: Request) -> Response:
        """A token for the client that HTTP Basic names."""
        status, answer = _ask_the_library(request)
        if status == 200:
            return Response(answer, headers={"Pragma": "no-cache"})
        raise _refusal(answer)


def _ask_the_library(request: Request) -> tuple[int, dict[str, Any]]:
    """Status and JSON as oauthlib answers; the address handed over is ours, not the caller's."""
    form = request.data if isinstance(request.data, QueryDict) else QueryDict()
    if doubled := [name for name, values in form.lists() if len(values) > 1]:
        return 400, {"error": "invalid_request", "pointer": child_pointer("", doubled[0])}
    _headers, body, status = get_oauthlib_core().server.create_token_response(
        f"{settings.KISI_BASE_URL}/api/oauth/token",
        "POST",
        urlencode(list(form.items())),
        {"HTTP_AUTHORIZATION": _basic_header(request), "Content-Type": "application/x-www-form-urlencoded"},
        None,
    )
    return status, json.loads(body)


def _basic_header(request: Request) -> str:
    """The Authorization header in the spelling the library knows; nothing where it cannot be one (RFC 7617)."""
    scheme, _, credentials = get_authorization_header(request).decode("latin-1").partition(" ")
    return f"Basic {credentials.strip()}" if scheme.lower() == "basic" and credentials.isascii() else ""


def _refusal(answer: dict[str, Any]) -> ApiProblem:
    """Problem details that are an OAuth error (RFC 6749, 5.2) at the same time, without the library's English."""
    error = str(answer.get("error", "invalid_request"))
    members: dict[str, Any] = {"error": error}
    detail = _DETAILS.get(error, "")
    pointer = str(answer.get("pointer") or _FAULTY.get(error, "/grant_type"))
    errors = [FieldError(pointer, error, detail or Kind.TOKEN_REFUSED.way_out)]
    if error == "invalid_client":
        challenge = {"WWW-Authenticate": BASIC_CHALLENGE}
        return ApiProblem(Kind.CLIENT_REFUSED, detail=detail, errors=errors, headers=challenge, members=members)
    return ApiProblem(Kind.TOKEN_REFUSED, detail=detail, errors=errors, members=members)
