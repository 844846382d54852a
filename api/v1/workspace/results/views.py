"""``/waves/{wave}/results`` and ``/waves/{wave}/results/crossing``."""

from __future__ import annotations

from typing import Final

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import described_reading
from api.problems.forms import form_errors
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem
from api.requests.pages import read_query
from api.v1.workspace.results.answers import CrossingSerializer, WaveResultSerializer, crossing_answer, result_answer
from api.v1.workspace.tokens import actor_of
from api.v1.workspace.workspace_view import WorkspaceView
from kisi.audit.actions import record_read
from tenants.access_tokens.vocabulary import TokenScope
from tenants.results.cross_tabs import cross_tab
from tenants.results.forms import CrossingForm
from tenants.results.problems import WaveStillOpen
from tenants.results.queries import result_of
from tenants.results.views.waves import released_waves
from tenants.results.vocabulary import Crossing
from tenants.surveys.checking import definition_of
from tenants.surveys.models import SurveySettings, Wave

TAG: Final = "Ergebnisse"
READ: Final = (TokenScope.READ_RESULTS,)
FORM_NAMES: Final = {"frage": "?question", "nach": "?by"}


class CrossingQuery(serializers.Serializer):
    """Which question, by which group."""

    question = serializers.CharField(max_length=100, help_text="Kürzel der Frage.")
    by = serializers.ChoiceField(choices=Crossing.choices, help_text="Wonach aufgeteilt wird.")


class WaveResults(WorkspaceView):
    """``/waves/{wave}/results``."""

    feature = "results"
    scopes = {"GET": READ}

    @described_reading(
        operation_id="getWaveResults",
        tag=TAG,
        summary="Alle Zahlen einer Welle lesen",
        description="Dasselbe wie die Datei „Alle Zahlen“: wie oft jede Antwort gegeben wurde. Einzelne Bögen und freie"
        " Antworten gibt es hier nicht. Jeder Abruf steht im Prüfprotokoll.",
        answer=WaveResultSerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, wave: int) -> Response:
        """Every count."""
        found = _wave(wave)
        _note(request, found, {"name": "Alle Zahlen"})
        return Response(result_answer(result_of(found), SurveySettings.current().smallest_group))


class WaveCrossing(WorkspaceView):
    """``/waves/{wave}/results/crossing``."""

    feature = "results"
    scopes = {"GET": READ}
    parameters_of = {"GET": frozenset({"question", "by"})}

    @described_reading(
        operation_id="getWaveCrossing",
        tag=TAG,
        summary="Die Antworten auf eine Frage nach einer Gruppe aufteilen",
        description="Kleine Zahlen sind geschützt wie auf der Seite. Die Tabelle gibt es, sobald die Welle keine Bögen"
        " mehr annimmt (sonst 409); danach ändert sie sich nicht mehr. Jeder Abruf steht im Prüfprotokoll.",
        parameters=[CrossingQuery],
        answer=CrossingSerializer,
        problems=[Kind.NOT_FOUND, Kind.STATE_CONFLICT],
    )
    def get(self, request: Request, wave: int) -> Response:
        """A protected cross-tab."""
        query = read_query(CrossingQuery, request.query_params)
        found = _wave(wave)
        code, by = query["question"], query["by"]
        _require_crossable(found, code, by)
        try:
            fixed = cross_tab(wave=found, question_code=code, by_group=by, by=actor_of(request))
        except WaveStillOpen as problem:
            raise ApiProblem(Kind.STATE_CONFLICT, detail=str(problem)) from problem
        _note(request, found, {"name": "Kreuztabelle", "question": code, "by": by})
        return Response(crossing_answer(fixed, definition_of(found.version).question(code)))


def _wave(pk: int) -> Wave:
    """A wave that may have results: not one in preparation. Raises ``Http404``."""
    wave: Wave = get_object_or_404(released_waves(), pk=pk)
    return wave


def _require_crossable(wave: Wave, code: str, by: str) -> None:
    """By the rules of the page. Raises ``ApiProblem`` (404) for a question that is not there to be crossed."""
    form = CrossingForm(wave, {"frage": code, "nach": by})
    if not form.is_valid():
        raise ApiProblem(Kind.NOT_FOUND, errors=form_errors(form.errors.get_json_data(), FORM_NAMES.__getitem__))


def _note(request: Request, wave: Wave, details: dict[str, str]) -> None:
    """Who takes numbers away stands in the trail, as with files."""
    record_read("api.results_read", by=actor_of(request), subject=wave.reference, details=details)
