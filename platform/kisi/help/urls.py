"""Addresses of the help, the same on every host."""

from django.urls import path

from kisi.help import views

app_name = "help"

urlpatterns = [
    path("hilfe/", views.index, name="index"),
    path("hilfe/neuigkeiten/", views.news, name="news"),
    path("hilfe/tastenkuerzel/", views.shortcuts, name="shortcuts"),
    path("hilfe/zu/<slug:key>/", views.page, name="page"),
]
