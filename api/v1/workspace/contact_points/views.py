"""``/contact-points``, ``/office-hours`` and ``/office-hours.ics``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import OPTIONAL_IDEMPOTENCY_KEY, described, described_reading
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem
from api.requests.idempotency import answer_once
from api.requests.negotiation import AnyFormat
from api.requests.pages import PageQuery, list_of, page_of_list, read_query
from api.v1.workspace.contact_points.answers import (
    ContactPointSerializer,
    KeptContactPointSerializer,
    SessionSerializer,
    contact_point_answer,
    session_answer,
)
from api.v1.workspace.contact_points.keeping import TAG as KEEPING
from api.v1.workspace.contact_points.keeping import WRITE, made_contact_point
from api.v1.workspace.contact_points.wishes import ContactPointWish
from api.v1.workspace.open_view import OpenToReadView, OpenView
from api.v1.workspace.workspace_view import PAGE, REPEATED
from tenants.contact_points.queries import sessions_between, visible_contact_points
from tenants.contact_points.views.calendar import calendar_answer

TAG: Final = "Anlaufstellen und Sprechzeiten"
USUAL_DAYS: Final = 28
MOST_DAYS: Final = 366
EARLIEST: Final = date(2020, 1, 1)
LATEST: Final = date(2099, 12, 31)


class Day(serializers.DateField):
    """A day in an address."""

    default_error_messages = {"invalid": _("Erwartet wird ein Tag wie 2026-11-24.")}


class OfficeHoursQuery(PageQuery):
    """Which sessions are wanted."""

    first_day = Day(required=False, help_text="Erster Tag; ohne Angabe heute.")
    last_day = Day(required=False, help_text=f"Letzter Tag; ohne Angabe {USUAL_DAYS} Tage nach dem ersten.")
    contact_point = serializers.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, help_text="Nur diese Anlaufstelle."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Fill in what is missing. Raises ``ValidationError`` for days that are far off or in the wrong order."""
        first = attrs.setdefault("first_day", timezone.localdate())
        _refuse_far_off("first_day", first)
        last = attrs.setdefault("last_day", first + timedelta(days=USUAL_DAYS))
        _refuse_far_off("last_day", last)
        if not 0 <= (last - first).days <= MOST_DAYS:
            text = f"Der letzte Tag liegt zwischen dem ersten und {MOST_DAYS} Tagen danach."
            raise ValidationError({"last_day": [ErrorDetail(text, code="invalid")]})
        return attrs


def _refuse_far_off(name: str, day: date) -> None:
    if not EARLIEST <= day <= LATEST:
        text = f"Möglich sind Tage von {EARLIEST} bis {LATEST}."
        raise ValidationError({name: [ErrorDetail(text, code="invalid")]})


class ContactPointCollection(OpenToReadView):
    """``/contact-points``."""

    scopes = {"POST": WRITE}
    parameters_of = {"GET": PAGE}

    @described_reading(
        operation_id="listContactPoints",
        tag=TAG,
        summary="Die Anlaufstellen mit ihren Sprechzeiten auflisten",
        parameters=[PageQuery],
        answer=list_of("ContactPointList", ContactPointSerializer(many=True)),
        is_open=True,
    )
    def get(self, request: Request) -> Response:
        """All that visitors may see, the main one first."""
        query = read_query(PageQuery, request.query_params)
        rows = [contact_point_answer(found) for found in visible_contact_points()]
        return Response(page_of_list(request, rows, limit=query["limit"], offset=query["offset"]))

    @described(
        operation_id="createContactPoint",
        tag=KEEPING,
        summary="Eine Anlaufstelle anlegen",
        description="Die erste, und jede mit is_main, wird die Haupt-Anlaufstelle.",
        request=ContactPointWish,
        parameters=[OPTIONAL_IDEMPOTENCY_KEY],
        answers={201: KeptContactPointSerializer},
        headers={201: ["Location"]},
        problems=REPEATED,
    )
    def post(self, request: Request) -> Response:
        """A new one."""
        return answer_once(request, lambda: made_contact_point(request), required=False)


class OfficeHoursCollection(OpenView):
    """``/office-hours``."""

    parameters_of = {"GET": PAGE | {"first_day", "last_day", "contact_point"}}

    @described_reading(
        operation_id="listOfficeHours",
        tag=TAG,
        summary="Die Sprechzeiten auflisten, die von einem Tag bis zu einem anderen stattfinden",
        description="Ausnahmen sind schon berücksichtigt: Was hier steht, findet statt.",
        parameters=[OfficeHoursQuery],
        answer=list_of("SessionList", SessionSerializer(many=True)),
        problems=[Kind.NOT_FOUND],
        is_open=True,
    )
    def get(self, request: Request) -> Response:
        """Sessions of all contact points or of one, the earliest first."""
        query = read_query(OfficeHoursQuery, request.query_params)
        points = visible_contact_points()
        if "contact_point" in query:
            points = [found for found in points if found.contact_point.pk == query["contact_point"]]
            if not points:
                raise ApiProblem(Kind.NOT_FOUND)
        rows = [session_answer(held) for held in sessions_between(points, query["first_day"], query["last_day"])]
        return Response(page_of_list(request, rows, limit=query["limit"], offset=query["offset"]))


class OfficeHoursCalendar(OpenView):
    """``/office-hours.ics``."""

    content_negotiation_class = AnyFormat

    @described_reading(
        operation_id="getOfficeHoursCalendar",
        tag=TAG,
        summary="Die Sprechzeiten als Kalender zum Abonnieren (iCalendar, RFC 5545)",
        answer=None,
        files=["text/calendar"],
        is_open=True,
    )
    def get(self, request: Request) -> HttpResponse:
        """The calendar of every contact point that visitors may see."""
        return calendar_answer(request._request)
