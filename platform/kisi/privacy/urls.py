"""Addresses of privacy, the same on every host."""

from django.urls import path

from kisi.privacy import views

app_name = "privacy"

urlpatterns = [
    path("verarbeitungsverzeichnis/", views.register, name="register"),
    path("verarbeitungsverzeichnis/pdf/", views.register_file, name="register_file"),
]
