"""``/surveys``: the municipality's questionnaires, to read."""

from __future__ import annotations

from typing import Final

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import described_reading
from api.problems.kinds import Kind
from api.requests.pages import PageQuery, list_of, page_of, read_query
from api.v1.workspace.surveys.answers import (
    SurveyDetailSerializer,
    SurveySerializer,
    VersionDetailSerializer,
    survey_answer,
    survey_answers,
    version_answer,
)
from api.v1.workspace.workspace_view import PAGE, WorkspaceView
from tenants.access_tokens.vocabulary import TokenScope
from tenants.instruments.models import InstrumentVersion
from tenants.instruments.queries import instruments_with_state

TAG: Final = "Fragebögen"
READ: Final = (TokenScope.READ_SURVEYS,)


class SurveyCollection(WorkspaceView):
    """``/surveys``."""

    feature = "surveys"
    scopes = {"GET": READ}
    parameters_of = {"GET": PAGE}

    @described_reading(
        operation_id="listSurveys",
        tag=TAG,
        summary="Die Fragebögen auflisten",
        parameters=[PageQuery],
        answer=list_of("SurveyList", SurveySerializer(many=True)),
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request) -> Response:
        """All of them, by title."""
        query = read_query(PageQuery, request.query_params)
        rows = instruments_with_state().order_by("title", "pk")
        return Response(page_of(request, rows, **query, answers=survey_answers))


class SurveyDetail(WorkspaceView):
    """``/surveys/{survey}``."""

    feature = "surveys"
    scopes = {"GET": READ}

    @described_reading(
        operation_id="getSurvey",
        tag=TAG,
        summary="Einen Fragebogen mit seinen Fassungen lesen",
        answer=SurveyDetailSerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, survey: int) -> Response:
        """One questionnaire."""
        found = get_object_or_404(instruments_with_state(), pk=survey)
        return Response(survey_answer(found, found.versions.defer("definition").order_by("-number")))


class SurveyVersionDetail(WorkspaceView):
    """``/surveys/{survey}/versions/{number}``."""

    feature = "surveys"
    scopes = {"GET": READ}

    @described_reading(
        operation_id="getSurveyVersion",
        tag=TAG,
        summary="Eine Fassung eines Fragebogens mit ihrem Inhalt lesen",
        answer=VersionDetailSerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, survey: int, number: int) -> Response:
        """One version, released or a draft."""
        return Response(version_answer(get_object_or_404(InstrumentVersion, instrument=survey, number=number)))
