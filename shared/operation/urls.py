"""Addresses of the public host itself."""

from django.urls import path

from shared.operation.views import front, platform

app_name = "operation"

urlpatterns = [
    path("", front.start, name="front"),
    path("impressum/", front.imprint, name="imprint"),
    path("datenschutz/", front.privacy, name="privacy"),
    path("barrierefreiheit/", front.accessibility, name="accessibility"),
    path("betrieb/", platform.platform, name="platform"),
    path("betrieb/auftraege/", platform.jobs, name="jobs"),
    path("betrieb/abgewiesen/", platform.rejected, name="rejected"),
    path("betrieb/texte/", platform.texts, name="texts"),
    path("betrieb/pruefungen/<uuid:pk>/", platform.check, name="check"),
    path("betrieb/pruefungen/<slug:kind>/starten/", platform.run, name="run_check"),
]
