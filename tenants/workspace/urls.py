"""Addresses of the workspace, on a municipality's host."""

from django.urls import path

from tenants.workspace.views import checklists, settings

app_name = "workspace"

urlpatterns = [
    path("checklisten/", checklists.checklists, name="checklists"),
    path("checklisten/<int:pk>/", checklists.checklist, name="checklist"),
    path("checklisten/<int:pk>/zeigen/", checklists.show, name="show_checklist"),
    path("checklisten/<slug:key>/beginnen/", checklists.start, name="start_checklist"),
    path("checklisten/eintraege/<int:pk>/", checklists.settle, name="settle_entry"),
    path("einstellungen/kommune/", settings.municipality, name="municipality"),
    path("einstellungen/bereiche/", settings.features, name="features"),
]
