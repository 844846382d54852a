"""``/releases``: frozen figures of the whole state, as the ministry sees them."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import IF_NONE_MATCH, described, described_reading
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem, FieldError
from api.requests.fields import OneOf, Text
from api.requests.negotiation import FileByParameter
from api.requests.pages import PageQuery, list_of, page_of, read_query
from api.requests.view import ApiView
from api.v1.releases.answers import (
    FigureSerializer,
    ReleaseSerializer,
    figure_answers,
    release_answer,
    release_answers,
)
from api.vocabulary import Scope
from kisi.ui.tables.exports import csv_text
from shared.metrics.models import Release, ReleasedFigure
from shared.metrics.queries import releases
from shared.metrics.vocabulary import FigureLevel

TAG: Final = "Veröffentlichte Stände"
ID: Final = OpenApiParameter(
    "id", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH, description="Nummer des Stands."
)
HEADING: Final = (
    "metric", "version", "level", "area", "area_name", "cell", "value", "numerator", "denominator", "hidden_because",
    "base", "reach", "municipalities",
)  # fmt: skip


class FigureQuery(PageQuery):
    """Which figures are wanted, and how."""

    metric = Text(required=False, max_length=80, help_text="Nur diese Kennzahl.")
    level = OneOf(required=False, choices=FigureLevel.choices, help_text="Nur diese Ebene.")
    format = OneOf(
        default="json",
        choices=[("json", "JSON"), ("csv", "CSV")],
        help_text="Als Datei (csv) kommen alle gewählten Zahlen auf einmal, ohne limit und offset.",
    )


class ReleaseCollection(ApiView):
    """``/releases``."""

    scopes = {"GET": (Scope.READ_METRICS,)}
    parameters_of = {"GET": frozenset({"limit", "offset"})}

    @described_reading(
        operation_id="listReleases",
        tag=TAG,
        summary="Eingefrorene Stände auflisten, den neuesten zuerst",
        parameters=[PageQuery],
        answer=list_of("ReleaseList", ReleaseSerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        """A part of the list."""
        query = read_query(PageQuery, request.query_params)
        rows = releases()
        return Response(page_of(request, rows, limit=query["limit"], offset=query["offset"], answers=release_answers))


class ReleaseDetail(ApiView):
    """``/releases/{id}``."""

    scopes = {"GET": (Scope.READ_METRICS,)}

    @described_reading(
        operation_id="getRelease",
        tag=TAG,
        summary="Einen eingefrorenen Stand lesen",
        parameters=[ID],
        answer=ReleaseSerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, id: int) -> Response:  # noqa: A002 (the address's word)
        """One release without its figures."""
        return Response(release_answer(get_object_or_404(Release, pk=id)))


class FigureCollection(ApiView):
    """``/releases/{id}/figures``."""

    content_negotiation_class = FileByParameter
    scopes = {"GET": (Scope.READ_METRICS,)}
    parameters_of = {"GET": frozenset({"limit", "offset", "metric", "level", "format"})}

    @described(
        operation_id="listFigures",
        tag=TAG,
        summary="Zahlen eines Stands lesen, als JSON oder CSV",
        description="Alle Zahlen sind so gerundet, dass niemand auf einzelne Personen schließen kann: Summen stimmen,"
        " eine 0 heißt „0 bis 4“. Was auf zu wenigen Angaben beruht, hat keine Zahl, sondern einen Grund.",
        parameters=[ID, FigureQuery, IF_NONE_MATCH],
        answers={200: list_of("FigureList", FigureSerializer(many=True)), 304: None},
        files=["text/csv"],
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, id: int) -> Response | HttpResponse:  # noqa: A002 (the address's word)
        """The chosen figures."""
        query = read_query(FigureQuery, request.query_params)
        release = get_object_or_404(Release, pk=id)
        rows = chosen_figures(release, query)
        if query["format"] == "csv":
            refuse_pages(request)
            return csv_file(release, rows)
        return Response(page_of(request, rows, limit=query["limit"], offset=query["offset"], answers=figure_answers))


def chosen_figures(release: Release, query: dict[str, Any]) -> QuerySet[ReleasedFigure]:
    """The figures that a query asks for.

    Raises:
        ApiProblem: 400 for a metric that this release does not have.
    """
    rows = ReleasedFigure.objects.filter(release=release)
    if "metric" in query:
        known = list(rows.order_by("metric").values_list("metric", flat=True).distinct())
        if query["metric"] not in known:
            names = ", ".join(f"„{key}“" for key in known)
            detail = f"Diese Kennzahl gibt es in diesem Stand nicht. Möglich sind: {names}."
            raise ApiProblem(Kind.INVALID_PARAMETER, errors=[FieldError("?metric", "invalid_choice", detail)])
        rows = rows.filter(metric=query["metric"])
    return rows.filter(level=query["level"]) if "level" in query else rows


def refuse_pages(request: Request) -> None:
    """Raise ``ApiProblem`` (400): a file that silently ends after the first page would be taken for the whole."""
    wrong = [name for name in ("limit", "offset") if name in request.query_params]
    if wrong:
        detail = "Eine CSV-Datei enthält alle gewählten Zahlen; lassen Sie diesen Parameter weg."
        errors = [FieldError(f"?{name}", "not_with_csv", detail) for name in wrong]
        raise ApiProblem(Kind.INVALID_PARAMETER, errors=errors)


def csv_file(release: Release, rows: QuerySet[ReleasedFigure]) -> HttpResponse:
    """The figures as German spreadsheets read them, never a formula."""
    lines = ([_csv_cell(answer[name]) for name in HEADING] for answer in figure_answers(list(rows)))
    response = HttpResponse(csv_text(list(HEADING), lines), content_type="text/csv; charset=utf-8")
    name = f"kisi-{release.period.lower()}-stand-{release.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv_cell(value: Any) -> Any:
    return ", ".join(f"{axis}={one}" for axis, one in value.items()) if isinstance(value, dict) else value
