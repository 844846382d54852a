"""Addresses of the desk, the same on every host."""

from django.urls import path

from kisi.desk.views import cards, settings, start

app_name = "desk"

urlpatterns = [
    path("", start.start, name="start"),
    path("arbeitsplatz/karten/<str:key>/", cards.card, name="card"),
    path("einstellungen/", settings.index, name="settings"),
]
