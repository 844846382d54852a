"""Addresses of privacy, the same on every host."""

from django.urls import path

from kisi.privacy.views import erasing, own_data, register

app_name = "privacy"

urlpatterns = [
    path("verarbeitungsverzeichnis/", register.register, name="register"),
    path("verarbeitungsverzeichnis/pdf/", register.register_file, name="register_file"),
    path("konto/daten/", own_data.own_data, name="own_data"),
    path("konto/daten/datei/", own_data.own_data_file, name="own_data_file"),
    path("personen/<int:pk>/loeschen/", erasing.erase, name="erase"),
]
