"""The OpenAPI document and the page for people."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.documentation.reading import read_document
from api.problems.kinds import Kind
from api.requests.view import ApiView
from api.vocabulary import Scope
from kisi.core.access import public
from kisi.core.realms import current_municipality
from kisi.tenancy.hosts import address_of
from tenants.access_tokens.vocabulary import TokenScope


@cache
def openapi_document() -> dict[str, Any]:
    """The description of version 1 as OpenAPI 3.1; the same for everybody, so made once a process."""
    patterns = [path("api/v1/", include("api.v1.urls"))]
    generator: Any = SchemaGenerator
    document: dict[str, Any] = generator(patterns=patterns).get_schema(request=None, public=True)
    return {**document, "servers": [{"url": settings.KISI_BASE_URL}]}


@cache
def workspace_document() -> dict[str, Any]:
    """The description of what a municipality's host answers; the same on each of them."""
    patterns = [path("api/v1/", include("api.v1.workspace.urls"))]
    generator: Any = SchemaGenerator
    document: dict[str, Any] = generator(patterns=patterns).get_schema(request=None, public=True)
    info = {
        **document["info"],
        "title": "KISI – Schnittstelle einer Kommune",
        "description": "Anlaufstellen und Sprechzeiten für die Internetseite der Kommune und für Apps, ohne Anmeldung;"
        " alles andere für Programme mit einem Zugang der Kommune.",
    }
    return {**document, "info": info, "servers": [{"url": "/"}]}


class OpenApiDocument(ApiView):
    """``/api/v1/openapi.json``, for everybody."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()
    schema = None

    def get(self, request: Request) -> Response:
        """The document."""
        return Response(openapi_document())


class WorkspaceOpenApiDocument(OpenApiDocument):
    """``/api/v1/openapi.json`` on a municipality's host."""

    def get(self, request: Request) -> Response:
        """The document."""
        return Response(workspace_document())


@public
@require_safe
def documentation_page(request: HttpRequest) -> HttpResponse:
    """``/api/v1/docs``: the same document, readable without JavaScript and with a screen reader."""
    context = {"api": read_document(openapi_document()), "kinds": list(Kind), "scopes": list(Scope)}
    return render(request, "api/documentation.html", context | {"sign_in": "api/sign_in.html"})


@public
@require_safe
def workspace_documentation_page(request: HttpRequest) -> HttpResponse:
    """``/api/v1/docs`` on a municipality's host."""
    context = {"api": read_document(workspace_document()), "kinds": list(Kind), "scopes": list(TokenScope)}
    address = f"{address_of(current_municipality().slug)}/api/v1"
    return render(
        request, "api/documentation.html", context | {"sign_in": "api/workspace_sign_in.html", "address": address}
    )
