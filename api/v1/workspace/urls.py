"""Addresses of version 1 on a municipality's host, below ``/api/v1/``."""

from django.urls import path

from api.v1.workspace.contact_points.views import ContactPointCollection, OfficeHoursCalendar, OfficeHoursCollection

urlpatterns = [
    path("contact-points", ContactPointCollection.as_view()),
    path("office-hours", OfficeHoursCollection.as_view()),
    path("office-hours.ics", OfficeHoursCalendar.as_view()),
]
