"""Addresses of waves."""

from django.urls import URLPattern, URLResolver, path

from tenants.surveys.views import codes, printing, returns, settings, waves

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("erhebungen/", waves.waves, name="waves"),
    path("erhebungen/neu/", waves.create, name="create"),
    path("erhebungen/einstellungen/", settings.survey_settings, name="settings"),
    path("erhebungen/<int:pk>/", waves.wave, name="wave"),
    path("erhebungen/<int:pk>/ruecklauf/", returns.wave_return, name="return"),
    path("erhebungen/<int:pk>/aendern/", waves.change, name="change"),
    path("erhebungen/<int:pk>/freigeben/", waves.release, name="release"),
    path("erhebungen/<int:pk>/beenden/", waves.end, name="end"),
    path("erhebungen/<int:pk>/wieder-oeffnen/", waves.reopen, name="reopen"),
    path("erhebungen/<int:pk>/codes/", codes.make_codes, name="make_codes"),
    path("erhebungen/<int:pk>/qr.<slug:kind>", printing.qr, name="qr"),
]
