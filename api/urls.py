"""Everything below ``/api/`` on the public host."""

from django.urls import include, path, re_path

from api.documentation.views import OpenApiDocument, documentation_page
from api.oauth.token import TokenView
from api.requests.unknown import UnknownAddress

urlpatterns = [
    path("oauth/token", TokenView.as_view()),
    path("v1/openapi.json", OpenApiDocument.as_view(), name="api-openapi"),
    path("v1/docs", documentation_page, name="api-docs"),
    path("v1/", include("api.v1.urls")),
    # Last, so that even an unknown address answers with problem details.
    re_path(r"", UnknownAddress.as_view()),
]
