"""``/waves/{wave}/release``, ``/end`` and ``/reopen``: the steps people take with a wave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import OPTIONAL_IDEMPOTENCY_KEY, Decorator, described
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem
from api.requests.fields import Nothing
from api.requests.idempotency import answer_once
from api.v1.workspace.surveys.answers import WaveDetailSerializer
from api.v1.workspace.surveys.waves import TAG, WRITE, changed_wave, found_wave
from api.v1.workspace.surveys.wishes import NewEnd, new_end
from api.v1.workspace.tokens import actor_of
from api.v1.workspace.workspace_view import REPEATED, WorkspaceView
from tenants.surveys.actions import end_wave, release_wave, reopen_wave
from tenants.surveys.problems import SurveyProblem


def _described(operation_id: str, summary: str, description: str, body: Any = Nothing) -> Decorator:
    return described(
        operation_id=operation_id,
        tag=TAG,
        summary=summary,
        description=description,
        request=body,
        parameters=[OPTIONAL_IDEMPOTENCY_KEY],
        answers={200: WaveDetailSerializer},
        headers={200: ["ETag"]},
        problems=[Kind.NOT_FOUND, Kind.STATE_CONFLICT, *REPEATED],
    )


class WaveRelease(WorkspaceView):
    """``/waves/{wave}/release``."""

    feature = "surveys"
    scopes = {"POST": WRITE}

    @_described("releaseWave", "Eine Welle freigeben", "Sie nimmt Antworten an, vom ersten bis zum letzten Tag.")
    def post(self, request: Request, wave: int) -> Response:
        """Let a planned wave open."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        return _step(request, wave, release_wave)


class WaveEnd(WorkspaceView):
    """``/waves/{wave}/end``."""

    feature = "surveys"
    scopes = {"POST": WRITE}

    @_described("endWave", "Eine Welle beenden", "Sie nimmt keine Antworten mehr an, was auch immer ihre Tage sagen.")
    def post(self, request: Request, wave: int) -> Response:
        """Take no more answers."""
        Nothing(data=request.data).is_valid(raise_exception=True)
        return _step(request, wave, end_wave)


class WaveReopening(WorkspaceView):
    """``/waves/{wave}/reopen``."""

    feature = "surveys"
    scopes = {"POST": WRITE}

    @_described("reopenWave", "Eine beendete Welle wieder öffnen", "Bis zu einem neuen letzten Tag.", NewEnd)
    def post(self, request: Request, wave: int) -> Response:
        """Take answers again."""
        closes_on = new_end(request.data)
        return _step(request, wave, reopen_wave, closes_on=closes_on)


def _step(request: Request, pk: int, step: Callable[..., Any], **more: Any) -> Response:
    def done() -> Response:
        try:
            step(wave=found_wave(pk), by=actor_of(request), **more)
        except SurveyProblem as problem:
            raise ApiProblem(Kind.STATE_CONFLICT, detail=str(problem)) from problem
        return changed_wave(pk)

    return answer_once(request, done, required=False)
