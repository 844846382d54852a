"""Addresses of contact points in the workspace."""

from __future__ import annotations

from django.urls import path

from tenants.contact_points.views import contact_points, hours

app_name = "contact_points"

urlpatterns = [
    path("anlaufstellen/", contact_points.contact_points, name="list"),
    path("anlaufstellen/neu/", contact_points.add, name="add"),
    path("anlaufstellen/<int:pk>/", contact_points.contact_point, name="contact_point"),
    path("anlaufstellen/<int:pk>/aendern/", contact_points.change, name="change"),
    path("anlaufstellen/<int:pk>/entfernen/", contact_points.remove, name="remove"),
    path("anlaufstellen/<int:pk>/wiederherstellen/", contact_points.restore, name="restore"),
    path("anlaufstellen/<int:pk>/sprechzeiten/", hours.office_hours, name="office_hours"),
    path("anlaufstellen/<int:pk>/ausnahmen/neu/", hours.add_exception, name="add_exception"),
    path(
        "anlaufstellen/<int:pk>/ausnahmen/<int:exception>/entfernen/", hours.remove_exception, name="remove_exception"
    ),
    path(
        "anlaufstellen/<int:pk>/ausnahmen/<int:exception>/wiederherstellen/",
        hours.restore_exception,
        name="restore_exception",
    ),
]
