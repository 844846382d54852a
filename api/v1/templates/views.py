"""``/templates``: what a municipality can adopt. Who may onboard must be able to choose, so either scope is enough."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.describing import described_reading
from api.problems.kinds import Kind
from api.requests.pages import PageQuery, list_of, page_of, read_query
from api.requests.view import ApiView
from api.v1.templates.answers import (
    TemplateSerializer,
    TemplateVersionSerializer,
    published_templates,
    template_answers,
    version_answer,
)
from api.vocabulary import Scope
from shared.library.models import TemplateVersion
from shared.library.vocabulary import KEY_PATTERN

TAG = "Vorlagen"
READ = {"GET": (Scope.READ_MUNICIPALITIES, Scope.WRITE_MUNICIPALITIES)}
KEY = OpenApiParameter(
    "key", {"type": "string", "pattern": KEY_PATTERN}, OpenApiParameter.PATH, description="Schlüssel der Vorlage."
)
NUMBER = OpenApiParameter(
    "number", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH, description="Nummer der Fassung."
)


class TemplateCollection(ApiView):
    """``/templates``."""

    scopes = READ
    parameters_of = {"GET": frozenset({"limit", "offset"})}

    @described_reading(
        operation_id="listTemplates",
        tag=TAG,
        summary="Die zentrale Vorlagenbibliothek auflisten",
        parameters=[PageQuery],
        answer=list_of("TemplateList", TemplateSerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        """A part of the library."""
        query = read_query(PageQuery, request.query_params)
        rows = published_templates()
        return Response(page_of(request, rows, limit=query["limit"], offset=query["offset"], answers=template_answers))


class TemplateVersionDetail(ApiView):
    """``/templates/{key}/versions/{number}``."""

    scopes = READ

    @described_reading(
        operation_id="getTemplateVersion",
        tag=TAG,
        summary="Eine Fassung einer Vorlage lesen",
        description="Der Inhalt einer Vorlage der Art „survey“ folgt dem JSON Schema, das ohne Anmeldung unter"
        " `/schema/fragebogen-1.json` steht.",
        parameters=[KEY, NUMBER],
        answer=TemplateVersionSerializer,
        problems=[Kind.NOT_FOUND],
    )
    def get(self, request: Request, key: str, number: int) -> Response:
        """One version with its content."""
        rows = TemplateVersion.objects.published().select_related("template")
        return Response(version_answer(get_object_or_404(rows, template__key=key, number=number)))
