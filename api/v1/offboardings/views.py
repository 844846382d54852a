"""Letting a municipality go, and watching it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import OPTIONAL_IDEMPOTENCY_KEY, described, described_reading
from api.oauth.authentication import actor_of
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem
from api.requests.fields import Nothing
from api.requests.idempotency import answer_once
from api.requests.view import ApiView
from api.v1.addresses import offboarding_address
from api.v1.municipalities.queries import found_municipality
from api.v1.municipalities.views import AGS
from api.v1.offboardings.answers import OffboardingSerializer, leaving_problem, offboarding_answer
from api.vocabulary import Scope
from shared.onboarding.actions import (
    NotCancellable,
    NotRetryable,
    OffboardingRefused,
    cancel_offboarding,
    request_offboarding,
    retry_offboarding,
)
from shared.onboarding.models import Offboarding

TAG = "Verabschiedungen"
WRITE = {"POST": (Scope.WRITE_MUNICIPALITIES,)}
_accepting = partial(
    described,
    tag=TAG,
    request=Nothing,
    answers={202: OffboardingSerializer},
    headers={202: ["Location"]},
    problems=[Kind.NOT_FOUND, Kind.INVALID_HEADER, Kind.STATE_CONFLICT, Kind.KEY_REUSED, Kind.KEY_IN_USE],
)
"""How a call is described that begins something: no body, and where to watch it."""


class OffboardingStart(ApiView):
    """``/municipalities/{ags}/offboarding``."""

    scopes = WRITE

    @_accepting(
        operation_id="createOffboarding",
        summary="Eine Kommune verabschieden",
        description="Der Arbeitsbereich schließt sofort, dann entsteht ein geprüftes Archiv. Erst nach der Schonfrist"
        " wird gelöscht; bis dahin lässt sich alles zurücknehmen.",
        parameters=[AGS, OPTIONAL_IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, ags: str) -> Response:
        """Begin to let a municipality go."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        return answer_once(request, lambda: _started(request, ags), required=False)


class OffboardingDetail(ApiView):
    """``/offboardings/{id}``."""

    scopes = {"GET": (Scope.READ_MUNICIPALITIES, Scope.WRITE_MUNICIPALITIES)}

    @described_reading(
        operation_id="getOffboarding",
        tag=TAG,
        summary="Sehen, wie eine Verabschiedung vorankommt",
        answer=OffboardingSerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002 (the address's word)
        """One off-boarding with its steps."""
        return Response(offboarding_answer(_found(id)))


class OffboardingRetry(ApiView):
    """``/offboardings/{id}/retry``."""

    scopes = WRITE

    @_accepting(
        operation_id="retryOffboarding",
        summary="Eine fehlgeschlagene Verabschiedung wiederholen",
        parameters=[OPTIONAL_IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002 (the address's word)
        """Put a failed off-boarding back into the queue."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        return answer_once(request, lambda: _changed(request, id, retry_offboarding), required=False)


class OffboardingCancellation(ApiView):
    """``/offboardings/{id}/cancel``."""

    scopes = WRITE

    @_accepting(
        operation_id="cancelOffboarding",
        summary="Eine Verabschiedung zurücknehmen",
        description="Möglich, solange nichts gelöscht ist. Der Arbeitsbereich öffnet wieder wie vorher.",
        parameters=[OPTIONAL_IDEMPOTENCY_KEY],
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002 (the address's word)
        """Take an off-boarding back."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        return answer_once(request, lambda: _changed(request, id, cancel_offboarding), required=False)


def _found(number: UUID) -> Offboarding:
    rows = Offboarding.objects.select_related("municipality").prefetch_related("steps")
    return get_object_or_404(rows, pk=number)


def _accepted(number: UUID) -> Response:
    answer = offboarding_answer(_found(number))
    return Response(answer, status=202, headers={"Location": offboarding_address(number)})


def _started(request: Request, ags: str) -> Response:
    municipality = found_municipality(ags)
    try:
        offboarding = request_offboarding(municipality, by=actor_of(request))
    except OffboardingRefused as error:
        raise leaving_problem(municipality, str(error)) from error
    return _accepted(offboarding.pk)


def _changed(request: Request, number: UUID, change: Callable[..., Offboarding]) -> Response:
    try:
        change(_found(number), by=actor_of(request))
    except (NotRetryable, NotCancellable) as error:
        raise ApiProblem(Kind.STATE_CONFLICT, detail=str(error)) from error
    return _accepted(number)
