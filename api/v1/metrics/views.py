"""``/metrics``: what the figures mean."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import described_reading
from api.requests.pages import PageQuery, list_of, page_of, read_query
from api.requests.view import ApiView
from api.v1.metrics.answers import MetricSerializer, metric_answers
from api.vocabulary import Scope
from shared.metrics.queries import current_definitions


class MetricCollection(ApiView):
    """``/metrics``."""

    scopes = {"GET": (Scope.READ_METRICS,)}
    parameters_of = {"GET": frozenset({"limit", "offset"})}

    @described_reading(
        operation_id="listMetrics",
        tag="Kennzahlen",
        summary="Die Definitionen aller Kennzahlen lesen",
        parameters=[PageQuery],
        answer=list_of("MetricList", MetricSerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        """A part of the definitions, by their keys."""
        query = read_query(PageQuery, request.query_params)
        rows = current_definitions()
        return Response(page_of(request, rows, limit=query["limit"], offset=query["offset"], answers=metric_answers))
