"""Addresses of the audit trail, the same on every host."""

from django.urls import path

from kisi.audit import views

app_name = "audit"

urlpatterns = [
    path("pruefprotokoll/", views.entries, name="entries"),
    path("pruefprotokoll/pruefen/", views.check, name="check"),
]
