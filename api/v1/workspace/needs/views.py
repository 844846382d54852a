"""``/needs``: reading, stating, changing and deciding."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import IF_MATCH, OPTIONAL_IDEMPOTENCY_KEY, described, described_reading
from api.problems.forms import refused_by_model
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem
from api.requests.conditional import etag_of, require_match
from api.requests.idempotency import answer_once
from api.requests.pages import PageQuery, list_of, page_of, read_query
from api.v1.addresses import V1
from api.v1.workspace.needs.answers import NeedDetailSerializer, NeedSerializer, need_answer, need_answers
from api.v1.workspace.needs.wishes import DecisionWish, NeedChange, NeedWish, changed_need, decision, new_need
from api.v1.workspace.tokens import actor_of
from api.v1.workspace.workspace_view import PAGE, REPEATED, WorkspaceView
from kisi.audit.actions import record_read
from kisi.core.vocabulary import Topic
from tenants.access_tokens.vocabulary import TokenScope
from tenants.needs.actions import add_need, change_need, decide
from tenants.needs.models import Need
from tenants.needs.problems import NeedProblem
from tenants.needs.vocabulary import NeedState

TAG: Final = "Bedarfe"
READ: Final = (TokenScope.READ_NEEDS,)
WRITE: Final = (TokenScope.WRITE_NEEDS,)


class NeedQuery(PageQuery):
    """Which needs are wanted."""

    state = serializers.ChoiceField(required=False, choices=NeedState.choices, help_text="Nur mit diesem Stand.")
    topic = serializers.ChoiceField(required=False, choices=Topic.choices, help_text="Nur dieses Handlungsfeld.")


class NeedCollection(WorkspaceView):
    """``/needs``."""

    feature = "needs"
    scopes = {"GET": READ, "POST": WRITE}
    parameters_of = {"GET": PAGE | {"state", "topic"}}

    @described_reading(
        operation_id="listNeeds",
        tag=TAG,
        summary="Die Bedarfe auflisten",
        description="Weil die zuständige Person genannt wird, steht jeder Abruf im Prüfprotokoll.",
        parameters=[NeedQuery],
        answer=list_of("NeedList", NeedSerializer(many=True)),
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request) -> Response:
        """The newest first; removed ones and those merged into others are not there."""
        query = read_query(NeedQuery, request.query_params)
        limit, offset = query.pop("limit"), query.pop("offset")
        rows = Need.objects.present().filter(**query).select_related("responsible").order_by("-pk")
        page = page_of(request, rows, limit=limit, offset=offset, answers=need_answers)
        _note(request, "needs.need", {"rows": len(page["results"])})
        return Response(page)

    @described(
        operation_id="createNeed",
        tag=TAG,
        summary="Einen Bedarf formulieren",
        request=NeedWish,
        parameters=[OPTIONAL_IDEMPOTENCY_KEY],
        answers={201: NeedDetailSerializer},
        headers={201: ["Location"]},
        problems=[Kind.NOT_FOUND, *REPEATED],
    )
    def post(self, request: Request) -> Response:
        """State a need."""
        return answer_once(request, lambda: _created(request), required=False)


class NeedDetail(WorkspaceView):
    """``/needs/{need}``."""

    feature = "needs"
    scopes = {"GET": READ, "PATCH": WRITE}

    @described_reading(
        operation_id="getNeed",
        tag=TAG,
        summary="Einen Bedarf mit Belegen und Entscheidungen lesen",
        description="Weil Personen genannt werden, steht jeder Abruf im Prüfprotokoll.",
        answer=NeedDetailSerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, need: int) -> Response:
        """One need."""
        found = found_need(need)
        _note(request, f"needs.need:{found.pk}", {})
        return Response(need_answer(found))

    @described(
        operation_id="changeNeed",
        tag=TAG,
        summary="Einen Bedarf ändern",
        description="Stand und Priorität ändern sich nur durch eine Entscheidung.",
        request=NeedChange,
        parameters=[IF_MATCH],
        answers={200: NeedDetailSerializer},
        headers={200: ["ETag"]},
        problems=[Kind.NOT_FOUND, Kind.PRECONDITION_FAILED],
    )
    def patch(self, request: Request, need: int) -> Response:
        """Change what is named."""
        with transaction.atomic():
            found = found_need(need, locked=True)
            require_match(request, need_answer(found), required=False)
            try:
                change_need(need=changed_need(request.data, found), by=actor_of(request))
            except ValidationError as error:
                raise refused_by_model(error) from error
        answer = need_answer(found_need(need))
        return Response(answer, headers={"ETag": etag_of(answer)})


class NeedDecisions(WorkspaceView):
    """``/needs/{need}/decisions``."""

    feature = "needs"
    scopes = {"POST": WRITE}

    @described(
        operation_id="decideNeed",
        tag=TAG,
        summary="Über einen Bedarf entscheiden",
        description="Eine Entscheidung wird nie geändert; es kommt eine neue dazu. Sie trägt den Namen des Zugangs.",
        request=DecisionWish,
        parameters=[OPTIONAL_IDEMPOTENCY_KEY],
        answers={201: NeedDetailSerializer},
        headers={201: ["Location"]},
        problems=[Kind.NOT_FOUND, Kind.STATE_CONFLICT, *REPEATED],
    )
    def post(self, request: Request, need: int) -> Response:
        """Take the next step."""
        return answer_once(request, lambda: _decided(request, need), required=False)


def found_need(pk: int, *, locked: bool = False) -> Need:
    """A need of this town that stands for itself. Raises ``Http404``."""
    rows = Need.objects.select_for_update(of=("self",)) if locked else Need.objects.all()
    found: Need = get_object_or_404(rows.select_related("responsible"), pk=pk, removed_at=None, merged_into=None)
    return found


def _created(request: Request) -> Response:
    need, is_draft = new_need(request.data)
    try:
        made = add_need(need=need, is_draft=is_draft, by=actor_of(request))
    except ValidationError as error:
        raise refused_by_model(error) from error
    return _made(made.pk)


def _decided(request: Request, pk: int) -> Response:
    found = found_need(pk)
    try:
        decide(need=found, by=actor_of(request), **decision(request.data, found))
    except NeedProblem as problem:
        raise ApiProblem(Kind.STATE_CONFLICT, detail=str(problem)) from problem
    except ValidationError as error:
        raise refused_by_model(error) from error
    return _made(pk)


def _made(pk: int) -> Response:
    return Response(need_answer(found_need(pk)), status=201, headers={"Location": f"{V1}/needs/{pk}"})


def _note(request: Request, subject: str, details: dict[str, Any]) -> None:
    record_read("api.needs_read", by=actor_of(request), subject=subject, details=details)
