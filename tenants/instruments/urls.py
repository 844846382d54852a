"""Addresses of instruments in a municipality's workspace."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tenants.instruments.views import conditions, drafts, files, instruments, languages, parts, versions

_draft: list[URLPattern | URLResolver] = [
    path("", drafts.draft, name="draft"),
    path("beginnen/", drafts.begin, name="begin"),
    path("verwerfen/", drafts.discard, name="discard"),
    path("freigeben/", drafts.release, name="release"),
    path("rueckgaengig/", drafts.undo, name="undo"),
    path("teil/", drafts.do, name="do"),
    path("kopf/", drafts.whole, name="whole"),
    path("seite/neu/", parts.new_page, name="new_page"),
    path("seite/<slug:key>/", parts.page, name="page"),
    path("seite/<slug:page>/gruppe/neu/", parts.new_group, name="new_group"),
    path("gruppe/<slug:key>/", parts.group, name="group"),
    path("frage/neu/", parts.new_question, name="new_question"),
    path("frage/<slug:code>/", parts.question, name="question"),
    path("frage/<slug:code>/kennzahl/", parts.measures, name="measures"),
    path("bedingung/<slug:part>/<slug:key>/", conditions.conditions, name="conditions"),
    path("bedingung/<slug:part>/<slug:key>/aendern/", conditions.change_conditions, name="change_conditions"),
    path("sprachen/", languages.languages, name="languages"),
    path("sprachen/<slug:code>/", languages.translation, name="translation"),
    path("sprachen/<slug:code>/stand/", languages.review, name="review"),
    path("sprachen/<slug:code>/entfernen/", languages.remove, name="remove_language"),
]
_instruments: list[URLPattern | URLResolver] = [
    path("", instruments.instruments, name="list"),
    path("neu/", instruments.new_instrument, name="new"),
    path("einlesen/", files.read_in, name="import"),
    path("<int:pk>/", instruments.instrument, name="detail"),
    path("<int:pk>/ablegen/", instruments.archive, name="archive"),
    path("<int:pk>/zurueckholen/", instruments.restore, name="restore"),
    path("<int:pk>/entwurf/", include(_draft)),
    path("<int:pk>/version/<int:number>/", versions.preview, name="preview"),
    path("<int:pk>/version/<int:number>/vergleich/", versions.difference, name="difference"),
    path("<int:pk>/version/<int:number>/kopieren/", instruments.copy_instrument, name="copy"),
    path("<int:pk>/version/<int:number>/kisi.json", versions.as_json, name="json"),
    path("<int:pk>/version/<int:number>/xlsform.xlsx", files.as_xlsform, name="xlsform"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("frageboegen/", include((_instruments, "instruments")))]
