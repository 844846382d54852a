"""Addresses of the design system: the search, the choice of light or dark, and the gallery."""

from django.urls import path

from kisi.ui import theme, views
from kisi.ui.search import search

app_name = "ui"

urlpatterns = [
    path("suche/", search, name="search"),
    path("darstellung/", theme.choose_theme, name="theme"),
    path("galerie/", views.gallery, name="gallery-start"),
    path("galerie/suche/", views.gallery_search, name="gallery-search"),
    path("galerie/arbeit/<int:done>/", views.long_work, name="gallery-work"),
    path("galerie/umfrage/", views.survey, name="gallery-survey"),
    path("galerie/fehler/<int:code>/", views.error_page, name="gallery-error"),
    path("galerie/<slug:page>/", views.gallery, name="gallery"),
]
