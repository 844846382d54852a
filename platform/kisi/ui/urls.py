"""Addresses of the design system: the choice of light or dark, and the gallery."""

from django.urls import path

from kisi.ui import theme, views

app_name = "ui"

urlpatterns = [
    path("darstellung/", theme.choose_theme, name="theme"),
    path("galerie/", views.gallery, name="gallery-start"),
    path("galerie/umfrage/", views.survey, name="gallery-survey"),
    path("galerie/fehler/<int:code>/", views.error_page, name="gallery-error"),
    path("galerie/<slug:page>/", views.gallery, name="gallery"),
]
