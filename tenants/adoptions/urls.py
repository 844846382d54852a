"""Addresses of the library in a municipality."""

from django.urls import path

from tenants.adoptions import views

app_name = "adoptions"

urlpatterns = [
    path("vorlagen/", views.templates, name="templates"),
    path("vorlagen/<slug:key>/", views.template, name="template"),
    path("vorlagen/<slug:key>/vergleich/", views.comparison, name="comparison"),
    path("vorlagen/<slug:key>/uebernehmen/", views.adopt, name="adopt"),
    path("vorlagen/<slug:key>/entscheiden/", views.decide, name="decide"),
    path("vorlagen/<slug:key>/<int:number>/", views.version, name="version"),
]
