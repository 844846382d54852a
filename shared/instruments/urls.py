"""The address of the published format, the same on every host."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from shared.instruments.views import published_schema

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/fragebogen-1.json", published_schema, name="instrument_schema"),
]
