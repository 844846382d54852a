"""Addresses of a municipality's host: its workspace and its public pages."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
