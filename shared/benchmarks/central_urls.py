"""Addresses of this app on the public host."""

from django.urls import path

from shared.benchmarks import views

app_name = "benchmarks"

urlpatterns = [path("hessen/vergleich/", views.peer_groups, name="peer_groups")]
