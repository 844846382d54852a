"""Addresses of taking part: short, because people copy them by hand."""

from django.urls import URLPattern, URLResolver, path

from tenants.participation.views import entrance, pages

app_name = "participation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("u/<slug:token>/", entrance.languages, name="languages"),
    path("u/<slug:token>/beginnen/<slug:language>/", entrance.begin, name="begin"),
    path("u/<slug:token>/weiter/", entrance.resume, name="resume"),
    path("u/<slug:token>/bogen/", pages.sheet, name="sheet"),
    path("u/<slug:token>/bogen/<slug:key>/", pages.page, name="page"),
    path("u/<slug:token>/fertig/", pages.done, name="done"),
]
