"""Turns whatever is raised below a view into problem details."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, other_type, response_for
from api.problems.validation import field_errors

_log = structlog.get_logger(__name__)
_RETRY_SECONDS: Final = "5"


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's ``EXCEPTION_HANDLER``: every exception becomes a problem, an unforeseen one is logged with its number."""
    if isinstance(error, ApiProblem):
        return response_for(error)
    if isinstance(error, exceptions.UnsupportedMediaType):
        return response_for(other_type(context["view"].parser_classes))
    for kinds, translate in _TRANSLATIONS:
        if isinstance(error, kinds):
            return response_for(translate(error))
    return response_for(_unforeseen(error, context))


def _unforeseen(error: Exception, context: dict[str, Any]) -> ApiProblem:
    number = uuid.uuid4()
    view = type(context.get("view")).__name__
    _log.error("api_error", number=str(number), view=view, exc_info=error)
    if isinstance(error, (OperationalError, InterfaceError)):
        return ApiProblem(Kind.UNAVAILABLE, headers={"Retry-After": _RETRY_SECONDS}, members={"instance": number.urn})
    return ApiProblem(Kind.INTERNAL_ERROR, members={"instance": number.urn})


def _not_authenticated(error: Any) -> ApiProblem:
    return ApiProblem(Kind.NOT_AUTHENTICATED, headers={"WWW-Authenticate": getattr(error, "auth_header", "Bearer")})


def _throttled(error: Any) -> ApiProblem:
    wait = max(1, round(error.wait or 1))
    return ApiProblem(
        Kind.RATE_LIMITED,
        detail=f"Das Kontingent ist verbraucht. Versuchen Sie es in {wait} Sekunden wieder.",
        headers={"Retry-After": str(wait)},
    )


def _validation(error: Any) -> ApiProblem:
    return ApiProblem(Kind.INVALID_DATA, errors=field_errors(error))


def _plain(kind: Kind) -> Callable[[Any], ApiProblem]:
    return lambda _error: ApiProblem(kind)


_TRANSLATIONS: Final[list[tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Any], ApiProblem]]]] = [
    ((exceptions.NotAuthenticated, exceptions.AuthenticationFailed), _not_authenticated),
    ((exceptions.PermissionDenied, PermissionDenied), _plain(Kind.SCOPE_MISSING)),
    ((exceptions.NotFound, Http404), _plain(Kind.NOT_FOUND)),
    (exceptions.MethodNotAllowed, _plain(Kind.METHOD_NOT_ALLOWED)),
    (exceptions.NotAcceptable, _plain(Kind.NOT_ACCEPTABLE)),
    (exceptions.ParseError, _plain(Kind.MALFORMED_BODY)),
    (exceptions.Throttled, _throttled),
    (exceptions.ValidationError, _validation),
    (RequestDataTooBig, _plain(Kind.BODY_TOO_LARGE)),
    (SuspiciousOperation, _plain(Kind.INVALID_REQUEST)),
]
