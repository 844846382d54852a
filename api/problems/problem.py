"""Problem details (RFC 9457): the one form of every error below ``/api/``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.conf import settings
from rest_framework.exceptions import APIException
from rest_framework.parsers import BaseParser
from rest_framework.response import Response

from api.problems.kinds import Kind

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong.

    ``pointer`` is a JSON Pointer (RFC 6901) into the body, ``?name`` for a parameter of the address, or the name of a
    header. ``code`` is for machines, ``detail`` a German sentence.
    """

    pointer: str
    code: str
    detail: str


class ApiProblem(APIException):
    """Raised anywhere below a view to answer with a problem."""

    def __init__(
        self,
        kind: Kind,
        *,
        detail: str = "",
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        """``members`` are further members of the document, such as ``links``."""
        super().__init__(detail or kind.way_out)
        self.kind = kind
        self.status_code = kind.status
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.members = dict(members or {})


def other_type(parsers: Sequence[type[BaseParser]]) -> ApiProblem:
    """For a body of a type that a call does not read; names the one it does: JSON, or a form where a token is got."""
    detail = f"Senden Sie „Content-Type: {parsers[0].media_type}“."
    return ApiProblem(Kind.UNSUPPORTED_MEDIA_TYPE, detail=detail)


def type_address(kind: Kind) -> str:
    """Where a person can read about this kind of problem."""
    return f"{settings.KISI_BASE_URL}/api/v1/docs#problem-{kind.key}"


def document(problem: ApiProblem) -> dict[str, Any]:
    """The JSON of a problem."""
    return {
        "type": type_address(problem.kind),
        "title": problem.kind.title,
        "status": problem.kind.status,
        "detail": str(problem.detail),
        "errors": [asdict(error) for error in problem.errors],
        **problem.members,
    }


def response_for(problem: ApiProblem) -> Response:
    """The answer for a problem."""
    headers = {"Cache-Control": "no-store", **problem.headers}
    return Response(document(problem), status=problem.kind.status, headers=headers, content_type=MEDIA_TYPE)
