"""Addresses of the machine accounts' pages on the public host."""

from django.urls import path

from api.console import views

app_name = "clients"

urlpatterns = [
    path("zugaenge/", views.clients, name="clients"),
    path("zugaenge/neu/", views.new, name="new"),
    path("zugaenge/<slug:client_id>/sperren/", views.revoke, name="revoke"),
]
