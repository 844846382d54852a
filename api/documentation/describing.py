"""``@described``: everything the OpenAPI document says about a call, next to the call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from api.documentation.schemas import ProblemSerializer
from api.problems.kinds import Kind
from api.problems.problem import MEDIA_TYPE

EVERYWHERE: Final = (
    Kind.INVALID_PARAMETER,
    Kind.NOT_AUTHENTICATED,
    Kind.TOKEN_INVALID,
    Kind.SCOPE_MISSING,
    Kind.METHOD_NOT_ALLOWED,
    Kind.NOT_ACCEPTABLE,
    Kind.RATE_LIMITED,
    Kind.INTERNAL_ERROR,
    Kind.UNAVAILABLE,
)
ABOUT_TOKENS: Final = frozenset({Kind.NOT_AUTHENTICATED, Kind.TOKEN_INVALID, Kind.SCOPE_MISSING})
WITH_BODY: Final = (
    Kind.MALFORMED_BODY,
    Kind.LENGTH_REQUIRED,
    Kind.BODY_TOO_LARGE,
    Kind.UNSUPPORTED_MEDIA_TYPE,
    Kind.INVALID_DATA,
)
_KEY: Final = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21\x23-\x7e]+$"}
IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    _KEY,
    OpenApiParameter.HEADER,
    required=True,
    description="Ein neuer Wert für jede neue Anfrage, etwa eine UUID. Dieselbe Anfrage mit demselben Wert tut nichts"
    " noch einmal und bekommt dieselbe Antwort.",
)
OPTIONAL_IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    _KEY,
    OpenApiParameter.HEADER,
    description="Mit einem Wert bekommt die wiederholte Anfrage dieselbe Antwort statt einer Absage.",
)
IF_MATCH: Final = OpenApiParameter(
    "If-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description="Der ETag, den Sie zuletzt gelesen haben. Passt er nicht mehr, ändert sich nichts (412).",
)
IF_NONE_MATCH: Final = OpenApiParameter(
    "If-None-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description="Der ETag, den Sie schon haben. Gilt er noch, ist die Antwort 304 ohne Inhalt.",
)
Decorator = Callable[[Any], Any]


def described(
    *,
    operation_id: str,
    tag: str,
    summary: str,
    answers: Mapping[int, Any],
    description: str = "",
    problems: Sequence[Kind] = (),
    request: Any = None,
    parameters: Sequence[Any] = (),
    headers: Mapping[int, Sequence[str]] | None = None,
    examples: Sequence[OpenApiExample] = (),
    files: Sequence[str] = (),
    is_open: bool = False,
) -> Decorator:
    """Describe one method of a view. ``headers`` names for a status the headers its answer always has.

    ``files`` are media types in which a 200 may come instead of JSON; ``is_open`` calls need no token.
    """
    everywhere = [kind for kind in EVERYWHERE if not (is_open and kind in ABOUT_TOKENS)]
    kinds = [
        *everywhere,
        *(WITH_BODY if request is not None else ()),
        *problems,
    ]
    return extend_schema(
        operation_id=operation_id,
        tags=[tag],
        summary=summary,
        description=description or summary,
        request=request,
        parameters=[*parameters, *_response_headers(headers or {}, list(answers))],
        responses={**_answers(answers), **_files(files), **_problem_answers(kinds)},
        examples=list(examples),
    )


def described_reading(*, answer: Any, parameters: Sequence[Any] = (), **more: Any) -> Decorator:
    """``@described`` for a GET whose answer has an entity tag: who sends the one they have may get 304.

    ``answer`` is what a 200 holds; None where it comes as a file only. ``more`` as for ``described``.
    """
    answers = {304: None} if answer is None else {200: answer, 304: None}
    return described(answers=answers, parameters=[*parameters, IF_NONE_MATCH], headers={200: ["ETag"]}, **more)


_MEANINGS: Final = {
    200: "In Ordnung.",
    201: "Angelegt.",
    202: "Angenommen; die Arbeit beginnt.",
    204: "Erledigt; es gibt nichts zu lesen.",
    304: "Unverändert; es gilt, was Sie schon haben.",
}


def _answers(answers: Mapping[int, Any]) -> dict[Any, Any]:
    described = {status: OpenApiResponse(body, description=_MEANINGS[status]) for status, body in answers.items()}
    return {
        status if answers[status] is None else (status, "application/json"): answer
        for status, answer in described.items()
    }


def _files(media_types: Sequence[str]) -> dict[Any, OpenApiResponse]:
    return {
        (200, media_type): OpenApiResponse(OpenApiTypes.STR, description=_MEANINGS[200]) for media_type in media_types
    }


def _problem_answers(kinds: Sequence[Kind]) -> dict[Any, OpenApiResponse]:
    """One answer a status; every kind of problem that has this status is an example of it."""
    by_status: dict[int, list[Kind]] = {}
    for kind in dict.fromkeys(kinds):
        by_status.setdefault(kind.status, []).append(kind)
    return {
        (status, MEDIA_TYPE): OpenApiResponse(
            ProblemSerializer,
            description=" / ".join(kind.title for kind in group),
            examples=[_example(kind) for kind in group],
        )
        for status, group in sorted(by_status.items())
    }


def _example(kind: Kind) -> OpenApiExample:
    value = {
        "type": f"https://kisi.example/api/v1/docs#problem-{kind.key}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.way_out,
        "errors": [],
    }
    return OpenApiExample(
        kind.key, value=value, response_only=True, status_codes=[str(kind.status)], media_type=MEDIA_TYPE
    )


_HEADER_TEXTS: Final = {
    "ETag": "Kennung dieses Stands; für If-None-Match und If-Match.",
    "Location": "Adresse dessen, was entstanden ist.",
    "Idempotent-Replayed": "„true“, wenn diese Antwort schon einmal gegeben wurde.",
    "RateLimit": "Was vom Kontingent übrig ist (r) und in wie vielen Sekunden es wieder voll ist (t).",
    "RateLimit-Policy": "Das Kontingent: Anfragen (q) in Sekunden (w).",
}


def _response_headers(headers: Mapping[int, Sequence[str]], statuses: list[int]) -> list[OpenApiParameter]:
    by_name: dict[str, list[int]] = {"RateLimit": statuses, "RateLimit-Policy": statuses}
    for status, names in headers.items():
        for name in names:
            by_name.setdefault(name, []).append(status)
    return [
        OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, description=_HEADER_TEXTS[name], response=on)
        for name, on in by_name.items()
    ]
