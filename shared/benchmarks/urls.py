"""Addresses of this app on a municipality's host."""

from django.urls import path

from shared.benchmarks import views

app_name = "benchmarks"

urlpatterns = [path("vergleich/", views.comparison, name="comparison")]
