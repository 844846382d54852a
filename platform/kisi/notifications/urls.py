"""Addresses of the notices, the same on every host."""

from django.urls import path

from kisi.notifications import views

app_name = "notifications"

urlpatterns = [
    path("hinweise/", views.notices, name="list"),
    path("hinweise/alle-gelesen/", views.set_all_read, name="all_read"),
    path("hinweise/wege/", views.preferences, name="preferences"),
    path("hinweise/<int:pk>/", views.open_notice, name="open"),
    path("hinweise/<int:pk>/gelesen/", views.set_read, name="read"),
    path("einstellungen/hinweise/", views.settings, name="settings"),
]
