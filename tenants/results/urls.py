"""Addresses of results."""

from django.urls import URLPattern, URLResolver, path

from tenants.results.views import triangulation, waves

app_name = "results"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ergebnisse/", waves.waves, name="waves"),
    path("ergebnisse/perspektiven/", triangulation.perspectives, name="perspectives"),
    path("ergebnisse/wellen/<int:pk>/", waves.wave, name="wave"),
    path("ergebnisse/wellen/<int:pk>/zahlen/", waves.counts, name="counts"),
]
