"""Addresses of the municipalities' list on the public host."""

from django.urls import path

from shared.municipalities import views

app_name = "municipalities"

urlpatterns = [
    path("kommunen/", views.towns, name="towns"),
    path("kommunen/<int:pk>/aussetzen/", views.suspend, name="suspend"),
    path("kommunen/<int:pk>/oeffnen/", views.activate, name="activate"),
]
