"""Addresses of the tokens' pages."""

from django.urls import path

from tenants.access_tokens import views

app_name = "access_tokens"

urlpatterns = [
    path("einstellungen/zugaenge/", views.tokens, name="tokens"),
    path("einstellungen/zugaenge/neu/", views.new, name="new"),
    path("einstellungen/zugaenge/frist/", views.token_settings, name="settings"),
    path("einstellungen/zugaenge/<int:pk>/sperren/", views.revoke, name="revoke"),
]
