"""Coming on board: as POST asks for it, and as PUT makes sure of it."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from api.oauth.authentication import actor_of
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.requests.conditional import etag_of, require_match
from api.v1.addresses import link_header, onboarding_address
from api.v1.municipalities.answers import municipality_answer
from api.v1.municipalities.wishes import Wish, on_board_problem, refused_problem
from api.v1.offboardings.answers import leaving_problem
from api.v1.onboardings.answers import onboarding_answer, plan_answer
from kisi.core.actors import Actor
from shared.municipalities.models import Municipality
from shared.municipalities.vocabulary import Status
from shared.onboarding.actions import (
    AlreadyOnBoard,
    OnboardingRefused,
    plan_onboarding,
    request_onboarding,
)
from shared.onboarding.models import Onboarding
from shared.onboarding.vocabulary import JobStatus


def begin(wish: Wish, *, by: Actor) -> Response:
    """202 with the onboarding that begins, or 200 with what it would do.

    Raises:
        ApiProblem: 422 with every fault, 409 where the municipality is on board or on its way.
    """
    try:
        return _begin(wish, by=by)
    except AlreadyOnBoard as error:
        raise on_board_problem(error) from error


def bring_on_board(request: Request, wish: Wish) -> Response:
    """As ``begin``, but a municipality that is on board just as wanted is no conflict.

    Raises:
        ApiProblem: as ``begin``, and 428 or 412 where the municipality exists and If-Match does not name its state.
    """
    try:
        if "If-Match" in request.headers:
            _require_on_board(wish)
        return _begin(wish, by=actor_of(request))
    except AlreadyOnBoard as error:
        onboarding = error.onboarding
        if onboarding is not None and onboarding.is_open and wish.is_met_by(onboarding):
            return _accepted(onboarding)
        if error.municipality is None:
            raise on_board_problem(error) from error
        return _unchanged(request, wish, error.municipality, onboarding)


def _require_on_board(wish: Wish) -> None:
    """If-Match, with ``*`` too, is about a state there is (RFC 9110, 13.1.1): without one nothing may begin."""
    try:
        plan_onboarding(**wish.arguments)
    except OnboardingRefused as refused:
        raise refused_problem(refused) from refused
    detail = "Diese Kommune ist noch nicht dabei. Lassen Sie „If-Match“ weg, um sie aufzunehmen."
    raise ApiProblem(Kind.PRECONDITION_FAILED, detail=detail, errors=[FieldError("If-Match", "not_on_board", detail)])


def _begin(wish: Wish, *, by: Actor) -> Response:
    try:
        if wish.dry_run:
            return Response(plan_answer(plan_onboarding(**wish.arguments)))
        return _accepted(request_onboarding(**wish.arguments, by=by))
    except OnboardingRefused as refused:
        raise refused_problem(refused) from refused


def _accepted(onboarding: Onboarding) -> Response:
    return Response(onboarding_answer(onboarding), status=202, headers={"Location": onboarding_address(onboarding.pk)})


def _unchanged(request: Request, wish: Wish, municipality: Municipality, onboarding: Onboarding | None) -> Response:
    """200 with a municipality that is as wanted, for a caller who has seen its present state."""
    answer = municipality_answer(municipality)
    require_match(request, answer, required=True)
    if municipality.status == Status.OFFBOARDING:
        # It is still there, yet on its way out: 200 would tell the caller that it stays.
        detail = f"„{municipality.name}“ wird verabschiedet. Nehmen Sie zuerst die Verabschiedung zurück."
        raise leaving_problem(municipality, detail)
    if onboarding is not None and onboarding.status == JobStatus.FAILED:
        raise _failed(onboarding)
    if errors := _differences(wish, municipality, onboarding):
        raise ApiProblem(Kind.INVALID_DATA, errors=errors)
    return Response(answer, headers={"ETag": etag_of(answer)})


def _failed(onboarding: Onboarding) -> ApiProblem:
    links = {"onboarding": onboarding_address(onboarding.pk), "retry": f"{onboarding_address(onboarding.pk)}/retry"}
    detail = "Die Aufnahme dieser Kommune ist fehlgeschlagen. Wiederholen Sie sie unter der Adresse „retry“."
    return ApiProblem(Kind.STATE_CONFLICT, detail=detail, headers=link_header(links), members={"links": links})


def _differences(wish: Wish, municipality: Municipality, onboarding: Onboarding | None) -> list[FieldError]:
    """What was asked for and is otherwise; after the onboarding these things are the municipality's own."""
    own = "Das ändert die Kommune selbst in ihrem Arbeitsbereich."
    errors = []
    if wish.slug not in (None, municipality.slug):
        detail = f"Die Adresse ist „{municipality.slug}“ und bleibt, damit alle Links weiter gelten."
        errors.append(FieldError("/slug", "not_changeable", detail))
    if onboarding is None or not onboarding.coordinator_email:
        return errors
    if wish.coordinator.email.strip().lower() != onboarding.coordinator_email:
        errors.append(FieldError("/coordinator/email", "not_changeable", own))
    if wish.coordinator.name.strip() != onboarding.coordinator_name:
        errors.append(FieldError("/coordinator/name", "not_changeable", own))
    if wish.templates is not None and set(wish.templates) != _keys(onboarding.templates):
        errors.append(FieldError("/templates", "not_changeable", own))
    return errors


def _keys(templates: list[dict[str, Any]]) -> set[str]:
    return {template["key"] for template in templates}
