"""``/waves``: reading, planning, changing."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
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
from api.v1.workspace.surveys.answers import WaveDetailSerializer, WaveSerializer, wave_answer, wave_answers
from api.v1.workspace.surveys.wishes import WaveChange, WaveWish, changed_plan, new_plan
from api.v1.workspace.tokens import actor_of
from api.v1.workspace.workspace_view import PAGE, REPEATED, WorkspaceView
from tenants.access_tokens.vocabulary import TokenScope
from tenants.surveys.actions import change_wave, create_wave
from tenants.surveys.models import Wave
from tenants.surveys.problems import SurveyProblem
from tenants.surveys.queries import waves_with_return

TAG: Final = "Wellen"
READ: Final = (TokenScope.READ_SURVEYS,)
WRITE: Final = (TokenScope.WRITE_SURVEYS,)


class WaveCollection(WorkspaceView):
    """``/waves``."""

    feature = "surveys"
    scopes = {"GET": READ, "POST": WRITE}
    parameters_of = {"GET": PAGE}

    @described_reading(
        operation_id="listWaves",
        tag=TAG,
        summary="Die Wellen auflisten",
        parameters=[PageQuery],
        answer=list_of("WaveList", WaveSerializer(many=True)),
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request) -> Response:
        """All waves, the newest first."""
        query = read_query(PageQuery, request.query_params)
        rows = waves_with_return().defer("version__definition").order_by("-opens_on", "-pk")
        return Response(page_of(request, rows, **query, answers=wave_answers))

    @described(
        operation_id="createWave",
        tag=TAG,
        summary="Eine Welle planen",
        description="Antworten nimmt sie erst an, wenn sie freigegeben ist.",
        request=WaveWish,
        parameters=[OPTIONAL_IDEMPOTENCY_KEY],
        answers={201: WaveDetailSerializer},
        headers={201: ["Location"]},
        problems=[Kind.NOT_FOUND, *REPEATED],
    )
    def post(self, request: Request) -> Response:
        """Plan a wave."""
        return answer_once(request, lambda: _created(request), required=False)


class WaveDetail(WorkspaceView):
    """``/waves/{wave}``."""

    feature = "surveys"
    scopes = {"GET": READ, "PATCH": WRITE}

    @described_reading(
        operation_id="getWave",
        tag=TAG,
        summary="Eine Welle mit ihrem Rücklauf lesen",
        answer=WaveDetailSerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, wave: int) -> Response:
        """One wave."""
        return Response(wave_answer(found_wave(wave)))

    @described(
        operation_id="changeWave",
        tag=TAG,
        summary="Eine Welle ändern",
        description="In Vorbereitung alles; freigegeben nicht mehr den Fragebogen und den Beginn; beendet nichts.",
        request=WaveChange,
        parameters=[IF_MATCH],
        answers={200: WaveDetailSerializer},
        headers={200: ["ETag"]},
        problems=[Kind.NOT_FOUND, Kind.STATE_CONFLICT, Kind.PRECONDITION_FAILED],
    )
    def patch(self, request: Request, wave: int) -> Response:
        """Change what is named."""
        with transaction.atomic():
            found = found_wave(wave, locked=True)
            require_match(request, wave_answer(found), required=False)
            try:
                change_wave(wave=found, plan=changed_plan(request.data, found), by=actor_of(request))
            except SurveyProblem as problem:
                raise ApiProblem(Kind.STATE_CONFLICT, detail=str(problem)) from problem
            except ValidationError as error:
                raise refused_by_model(error) from error
        return changed_wave(wave)


def found_wave(pk: int, *, locked: bool = False) -> Wave:
    """A wave of this town, without what its questionnaire asks. Raises ``Http404``."""
    rows = Wave.objects.select_for_update(of=("self",)) if locked else Wave.objects.all()
    found: Wave = get_object_or_404(rows.select_related("version__instrument").defer("version__definition"), pk=pk)
    return found


def changed_wave(pk: int) -> Response:
    """A wave as it is after a change, with its entity tag."""
    answer = wave_answer(found_wave(pk))
    return Response(answer, headers={"ETag": etag_of(answer)})


def _created(request: Request) -> Response:
    try:
        made = create_wave(plan=new_plan(request.data), by=actor_of(request))
    except SurveyProblem as problem:
        raise ApiProblem(Kind.STATE_CONFLICT, detail=str(problem)) from problem
    except ValidationError as error:
        raise refused_by_model(error) from error
    return Response(wave_answer(found_wave(made.pk)), status=201, headers={"Location": f"{V1}/waves/{made.pk}"})
