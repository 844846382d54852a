"""Addresses of the public pages and their settings."""

from __future__ import annotations

from django.urls import path

from tenants.site.views import feedback, public, reports, settings

app_name = "site"

urlpatterns = [
    path("", public.start, name="start"),
    path("impressum/", public.imprint, name="imprint"),
    path("datenschutz/", public.privacy, name="privacy"),
    path("barrierefreiheit/", public.accessibility, name="accessibility"),
    path("barrierefreiheit/melden/", feedback.feedback, name="feedback"),
    path("barrierefreiheit/melden/danke/", feedback.thanks, name="thanks"),
    path("logo", public.logo, name="logo"),
    path("office-hours.ics", public.office_hours_ics, name="office_hours_ics"),
    path("einstellungen/seite/", settings.overview, name="settings"),
    path("einstellungen/seite/angaben/", settings.facts, name="facts"),
    path("einstellungen/seite/logo/", settings.logo_settings, name="logo_settings"),
    path("einstellungen/seite/logo/entfernen/", settings.remove_logo, name="remove_logo"),
    path("einstellungen/seite/texte/<slug:kind>/<slug:language>/", settings.text, name="text"),
    path("einstellungen/seite/rueckmeldungen/", reports.feedback_list, name="feedback_list"),
    path("einstellungen/seite/rueckmeldungen/<int:pk>/", reports.feedback_detail, name="feedback_detail"),
]
