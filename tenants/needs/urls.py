"""Addresses of needs in the workspace."""

from __future__ import annotations

from django.urls import path

from tenants.needs.views import needs, overview, work

app_name = "needs"

urlpatterns = [
    path("bedarfe/", needs.needs, name="list"),
    path("bedarfe/neu/", needs.add, name="add"),
    path("bedarfe/luecken/", overview.matrix, name="matrix"),
    path("bedarfe/bericht/", overview.report, name="report"),
    path("bedarfe/bericht.pdf", overview.report_file, name="report_file"),
    path("bedarfe/einstellungen/", overview.settings, name="settings"),
    path("bedarfe/<int:pk>/", needs.need, name="need"),
    path("bedarfe/<int:pk>/aendern/", needs.change, name="change"),
    path("bedarfe/<int:pk>/entfernen/", needs.remove, name="remove"),
    path("bedarfe/<int:pk>/wiederherstellen/", needs.restore, name="restore"),
    path("bedarfe/<int:pk>/entscheiden/", work.decide, name="decide"),
    path("bedarfe/<int:pk>/ergebnisse/", work.cite, name="cite"),
    path("bedarfe/<int:pk>/belege/neu/", work.observe, name="observe"),
    path("bedarfe/<int:pk>/belege/<int:evidence>/entfernen/", work.remove_evidence, name="remove_evidence"),
    path("bedarfe/<int:pk>/belege/<int:evidence>/wiederherstellen/", work.restore_evidence, name="restore_evidence"),
    path("bedarfe/<int:pk>/zusammenfuehren/", work.merge, name="merge"),
    path("bedarfe/<int:pk>/trennen/", work.separate, name="separate"),
]
