"""Addresses of a municipality's host: its workspace and its public pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("api.workspace_urls")),
    # Before the desk: here the first page is for everybody.
    path("", include("tenants.site.urls")),
    path("", include("kisi.desk.urls")),
    path("", include("kisi.accounts.urls")),
    path("", include("kisi.notifications.urls")),
    path("", include("kisi.help.urls")),
    path("", include("kisi.audit.urls")),
    path("", include("kisi.privacy.urls")),
    path("", include("tenants.workspace.urls")),
    path("", include("tenants.surveys.urls")),
    path("", include("tenants.participation.urls")),
    path("", include("tenants.results.urls")),
    path("", include("tenants.needs.urls")),
    path("", include("kisi.ui.urls")),
    path("", include("tenants.contact_points.urls")),
    path("", include("tenants.access_tokens.urls")),
    path("", include("tenants.adoptions.urls")),
    path("", include("tenants.instruments.urls")),
    path("", include("shared.instruments.urls")),
    path("", include("shared.benchmarks.urls")),
]

handler500 = "kisi.tenancy.closed.answer_failure"
