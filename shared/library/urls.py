"""Addresses of the library on the public host."""

from django.urls import path

from shared.library.views import importing, reading, reviewing, surveys, writing

app_name = "library"

urlpatterns = [
    path("vorlagen/", reading.templates, name="templates"),
    path("vorlagen/neu/", writing.choose_kind, name="choose_kind"),
    path("vorlagen/neu/survey/", surveys.create, name="create_survey"),
    path("vorlagen/neu/<slug:kind>/", writing.create, name="create"),
    path("vorlagen/einlesen/", importing.import_template, name="import"),
    path("vorlagen/<slug:key>/", reading.template, name="template"),
    path("vorlagen/<slug:key>/vergleich/", reading.comparison, name="comparison"),
    path("vorlagen/<slug:key>/angebot/", reviewing.offer, name="offer"),
    path("vorlagen/<slug:key>/neue-fassung/", writing.begin, name="begin"),
    path("vorlagen/<slug:key>/<int:number>/", reading.version, name="version"),
    path("vorlagen/<slug:key>/<int:number>/datei/", reading.file, name="file"),
    path("vorlagen/<slug:key>/<int:number>/xlsform/", surveys.as_xlsform, name="xlsform"),
    path("vorlagen/<slug:key>/<int:number>/bearbeiten/", writing.edit, name="edit"),
    path("vorlagen/<slug:key>/<int:number>/einlesen/", importing.import_into, name="import_into"),
    path("vorlagen/<slug:key>/<int:number>/verwerfen/", writing.discard, name="discard"),
    path("vorlagen/<slug:key>/<int:number>/zur-pruefung/", reviewing.submit, name="submit"),
    path("vorlagen/<slug:key>/<int:number>/zurueckholen/", reviewing.recall, name="recall"),
    path("vorlagen/<slug:key>/<int:number>/pruefen/", reviewing.review, name="review"),
]
