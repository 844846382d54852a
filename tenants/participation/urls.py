"""Addresses of taking part: short, because people copy them by hand."""

from django.urls import URLPattern, URLResolver, path

from tenants.participation.views import entrance, pages, preview, staff, tablet

app_name = "participation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("u/<slug:token>/", entrance.languages, name="languages"),
    path("u/<slug:token>/beginnen/<slug:language>/", entrance.begin, name="begin"),
    path("u/<slug:token>/weiter/", entrance.resume, name="resume"),
    path("u/<slug:token>/bogen/", pages.sheet, name="sheet"),
    path("u/<slug:token>/bogen/<slug:key>/", pages.page, name="page"),
    path("u/<slug:token>/fertig/", pages.done, name="done"),
    path("u/<slug:token>/tablet/", tablet.tablet, name="tablet"),
    path("u/<slug:token>/tablet/antworten/", tablet.tablet_sheets, name="tablet_sheets"),
    path("u/<slug:token>/tablet/worker.js", tablet.tablet_script, name="tablet_script"),
    path("u/<slug:token>/tablet/<slug:language>/", tablet.tablet_sheet, name="tablet_sheet"),
    path("erhebungen/erfassen/", staff.to_enter, name="to_enter"),
    path("frageboegen/<int:pk>/version/<int:number>/papier.pdf", preview.preview_paper, name="preview_paper"),
    path("erhebungen/<int:pk>/papier/", staff.print_paper, name="print_paper"),
    path("erhebungen/<int:pk>/papier/erfassen/", staff.type_paper, name="type_paper"),
    path("erhebungen/<int:pk>/papier/<uuid:sheet>/zuruecknehmen/", staff.take_back, name="take_back"),
    path("erhebungen/<int:pk>/gespraech/", staff.assist, name="assist"),
    path("erhebungen/<int:pk>/tablet/", tablet.set_up, name="tablet_set_up"),
]
