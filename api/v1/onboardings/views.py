"""``/onboardings/{id}``: watching an onboarding, trying a failed one again."""

from __future__ import annotations

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
from api.v1.addresses import onboarding_address
from api.v1.onboardings.answers import OnboardingSerializer, onboarding_answer
from api.vocabulary import Scope
from shared.onboarding.actions import NotRetryable, retry_onboarding
from shared.onboarding.models import Onboarding

TAG = "Aufnahmen"


class OnboardingDetail(ApiView):
    """``/onboardings/{id}``."""

    scopes = {"GET": (Scope.READ_MUNICIPALITIES, Scope.WRITE_MUNICIPALITIES)}

    @described_reading(
        operation_id="getOnboarding",
        tag=TAG,
        summary="Sehen, wie eine Aufnahme vorankommt",
        answer=OnboardingSerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, id: UUID) -> Response:  # noqa: A002 (the address's word)
        """One onboarding with its steps."""
        return Response(onboarding_answer(found_onboarding(id)))


class OnboardingRetry(ApiView):
    """``/onboardings/{id}/retry``."""

    scopes = {"POST": (Scope.WRITE_MUNICIPALITIES,)}

    @described(
        operation_id="retryOnboarding",
        tag=TAG,
        summary="Eine fehlgeschlagene Aufnahme wiederholen",
        description="Die Aufnahme geht bei dem Schritt weiter, der fehlgeschlagen ist.",
        request=Nothing,
        parameters=[OPTIONAL_IDEMPOTENCY_KEY],
        answers={202: OnboardingSerializer},
        headers={202: ["Location"]},
        problems=[Kind.NOT_FOUND, Kind.INVALID_HEADER, Kind.STATE_CONFLICT, Kind.KEY_REUSED, Kind.KEY_IN_USE],
    )
    def post(self, request: Request, id: UUID) -> Response:  # noqa: A002 (the address's word)
        """Put a failed onboarding back into the queue."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        return answer_once(request, lambda: _retried(request, id), required=False)


def found_onboarding(number: UUID) -> Onboarding:
    """An onboarding with what its representation needs; raises ``Http404``."""
    rows = Onboarding.objects.select_related("municipality").prefetch_related("steps")
    return get_object_or_404(rows, pk=number)


def _retried(request: Request, number: UUID) -> Response:
    try:
        retry_onboarding(found_onboarding(number), by=actor_of(request))
    except NotRetryable as error:
        raise ApiProblem(Kind.STATE_CONFLICT, detail=str(error)) from error
    answer = onboarding_answer(found_onboarding(number))
    return Response(answer, status=202, headers={"Location": onboarding_address(number)})
