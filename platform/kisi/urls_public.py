"""Addresses of the public host: ministry, operator, API."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("api.urls")),
    # Before the desk: here the first page is for everybody.
    path("", include("shared.operation.urls")),
    path("", include("kisi.desk.urls")),
    path("", include("kisi.accounts.urls")),
    path("", include("kisi.notifications.urls")),
    path("", include("kisi.help.urls")),
    path("", include("kisi.audit.urls")),
    path("", include("kisi.privacy.urls")),
    path("", include("kisi.mail.urls")),
    path("", include("kisi.ui.urls")),
    path("", include("shared.municipalities.urls")),
    path("", include("shared.onboarding.urls")),
    path("", include("shared.library.urls")),
    path("", include("shared.metrics.urls")),
    path("", include("shared.instruments.urls")),
    path("", include("shared.benchmarks.central_urls")),
    path("", include("shared.ministry.urls")),
    path("", include("api.console.urls")),
]

handler500 = "kisi.tenancy.closed.answer_failure"
