"""The two addresses every entrant answers."""

from django.urls import path

from kisi.ops.bench.rivals import views

urlpatterns = [
    path("row/<int:number>", views.row),
    path("everything", views.everything),
]
