"""Everything below ``/api/`` on a municipality's host."""

from django.urls import include, path, re_path

from api.documentation.views import WorkspaceOpenApiDocument, workspace_documentation_page
from api.requests.unknown import UnknownAddress

urlpatterns = [
    path("v1/openapi.json", WorkspaceOpenApiDocument.as_view(), name="api-openapi"),
    path("v1/docs", workspace_documentation_page, name="api-docs"),
    path("v1/", include("api.v1.workspace.urls")),
    # Last, so that even an unknown address answers with problem details.
    re_path(r"", UnknownAddress.as_view()),
]
