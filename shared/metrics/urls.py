"""Addresses of this app on the public host."""

from django.urls import path

from shared.metrics import views

app_name = "metrics"

urlpatterns = [
    path("erhebung/", views.collection, name="collection"),
    path("erhebung/fortschritt/", views.progress, name="progress"),
    path("erhebung/beteiligung/", views.participation, name="participation"),
    path("erhebung/stand/", views.make_release, name="make_release"),
]
