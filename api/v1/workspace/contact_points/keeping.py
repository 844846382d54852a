"""``/contact-points/{contact_point}`` and what is below it: reading and keeping up, with a token."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import IF_MATCH, OPTIONAL_IDEMPOTENCY_KEY, described, described_reading
from api.problems.forms import refused_by_model
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.requests.conditional import etag_of, require_match
from api.requests.idempotency import answer_once
from api.v1.addresses import V1
from api.v1.workspace.contact_points.answers import KeptContactPointSerializer, kept_answer
from api.v1.workspace.contact_points.wishes import (
    ContactPointChange,
    ExceptionWish,
    OfficeHoursWish,
    changed_contact_point,
    new_contact_point,
    new_exception,
    weekly_hours,
)
from api.v1.workspace.tokens import actor_of
from api.v1.workspace.workspace_view import REPEATED, WorkspaceView
from tenants.access_tokens.vocabulary import TokenScope
from tenants.contact_points import actions
from tenants.contact_points.models import ContactPoint, HoursException
from tenants.contact_points.problems import ContactPointProblem
from tenants.contact_points.queries import with_hours

TAG: Final = "Anlaufstellen pflegen"
READ: Final = (TokenScope.READ_CONTACT_POINTS,)
WRITE: Final = (TokenScope.WRITE_CONTACT_POINTS,)


class ContactPointDetail(WorkspaceView):
    """``/contact-points/{contact_point}``."""

    scopes = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @described_reading(
        operation_id="getContactPoint",
        tag=TAG,
        summary="Eine Anlaufstelle lesen, auch eine nicht öffentliche",
        answer=KeptContactPointSerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, contact_point: int) -> Response:
        """One contact point with all its hours."""
        return Response(_answer(found_contact_point(contact_point)))

    @described(
        operation_id="changeContactPoint",
        tag=TAG,
        summary="Eine Anlaufstelle ändern",
        request=ContactPointChange,
        parameters=[IF_MATCH],
        answers={200: KeptContactPointSerializer},
        headers={200: ["ETag"]},
        problems=[Kind.NOT_FOUND, Kind.STATE_CONFLICT, Kind.PRECONDITION_FAILED],
    )
    def patch(self, request: Request, contact_point: int) -> Response:
        """Change what is named."""
        with transaction.atomic():
            # All of them, in the order the action locks them: which one is the main one is decided among all.
            list(ContactPoint.objects.present().select_for_update())
            found = found_contact_point(contact_point)
            require_match(request, _answer(found), required=False)
            try:
                changed = changed_contact_point(request.data, found)
                actions.change_contact_point(contact_point=changed, by=actor_of(request))
            except ContactPointProblem as problem:
                raise ApiProblem(Kind.STATE_CONFLICT, detail=str(problem)) from problem
            except ValidationError as error:
                raise refused_by_model(error) from error
        return _changed(contact_point)

    @described(
        operation_id="removeContactPoint",
        tag=TAG,
        summary="Eine Anlaufstelle entfernen",
        description="Im Arbeitsbereich lässt sich das zurücknehmen. Die Haupt-Anlaufstelle bleibt.",
        answers={204: None},
        problems=[Kind.NOT_FOUND, Kind.STATE_CONFLICT],
    )
    def delete(self, request: Request, contact_point: int) -> Response:
        """Take it off every page."""
        try:
            actions.remove_contact_point(contact_point=found_contact_point(contact_point), by=actor_of(request))
        except ContactPointProblem as problem:
            raise ApiProblem(Kind.STATE_CONFLICT, detail=str(problem)) from problem
        return Response(status=204)


class ContactPointHours(WorkspaceView):
    """``/contact-points/{contact_point}/office-hours``."""

    scopes = {"PUT": WRITE}

    @described(
        operation_id="setOfficeHours",
        tag=TAG,
        summary="Die Sprechzeiten der Woche festlegen",
        description="Alle auf einmal: Was hier nicht steht, gilt danach nicht mehr.",
        request=OfficeHoursWish,
        parameters=[IF_MATCH],
        answers={200: KeptContactPointSerializer},
        headers={200: ["ETag"]},
        problems=[Kind.NOT_FOUND, Kind.PRECONDITION_FAILED],
    )
    def put(self, request: Request, contact_point: int) -> Response:
        """Make these the weekly hours."""
        with transaction.atomic():
            found = found_contact_point(contact_point, locked=True)
            require_match(request, _answer(found), required=False)
            try:
                actions.set_office_hours(contact_point=found, hours=weekly_hours(request.data), by=actor_of(request))
            except ValidationError as error:
                raise refused_by_model(error) from error
        return _changed(contact_point)


class ContactPointExceptions(WorkspaceView):
    """``/contact-points/{contact_point}/exceptions``."""

    scopes = {"POST": WRITE}

    @described(
        operation_id="createException",
        tag=TAG,
        summary="An einigen Tagen etwas anderes festlegen",
        request=ExceptionWish,
        parameters=[OPTIONAL_IDEMPOTENCY_KEY],
        answers={201: KeptContactPointSerializer},
        headers={201: ["Location"]},
        problems=[Kind.NOT_FOUND, *REPEATED],
    )
    def post(self, request: Request, contact_point: int) -> Response:
        """Closed, other or additional times."""
        return answer_once(request, lambda: _with_exception(request, contact_point), required=False)


class ContactPointException(WorkspaceView):
    """``/contact-points/{contact_point}/exceptions/{exception}``."""

    scopes = {"DELETE": WRITE}

    @described(
        operation_id="removeException",
        tag=TAG,
        summary="Eine Ausnahme entfernen",
        description="An diesen Tagen gelten wieder die Sprechzeiten der Woche.",
        answers={204: None},
        problems=[Kind.NOT_FOUND],
    )
    def delete(self, request: Request, contact_point: int, exception: int) -> Response:
        """The weekly hours count again."""
        point = found_contact_point(contact_point)
        found = get_object_or_404(HoursException, pk=exception, contact_point=point, removed_at=None)
        actions.remove_exception(exception=found, by=actor_of(request))
        return Response(status=204)


def found_contact_point(pk: int, *, locked: bool = False) -> ContactPoint:
    """A contact point that was not removed. Raises ``Http404``."""
    rows = ContactPoint.objects.select_for_update() if locked else ContactPoint.objects.all()
    found: ContactPoint = get_object_or_404(rows, pk=pk, removed_at=None)
    return found


def made_contact_point(request: Request) -> Response:
    """Store the contact point a program wants. Raises ``ApiProblem`` (422)."""
    try:
        made = actions.add_contact_point(contact_point=new_contact_point(request.data), by=actor_of(request))
    except ValidationError as error:
        raise refused_by_model(error) from error
    return _made(made.pk)


def _with_exception(request: Request, pk: int) -> Response:
    point = found_contact_point(pk)
    try:
        actions.add_exception(exception=new_exception(request.data, point), by=actor_of(request))
    except ContactPointProblem as problem:
        errors = [FieldError("/first_day", "overlap", str(problem))]
        raise ApiProblem(Kind.INVALID_DATA, errors=errors) from problem
    except ValidationError as error:
        raise refused_by_model(error) from error
    return _made(pk)


def _answer(point: ContactPoint) -> dict[str, Any]:
    return kept_answer(with_hours([point])[0])


def _made(pk: int) -> Response:
    answer = _answer(found_contact_point(pk))
    return Response(answer, status=201, headers={"Location": f"{V1}/contact-points/{pk}"})


def _changed(pk: int) -> Response:
    answer = _answer(found_contact_point(pk))
    return Response(answer, headers={"ETag": etag_of(answer)})
