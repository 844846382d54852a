"""The workspace as a Django app."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Registers the app."""

    name = "tenants.workspace"
    label = "workspace"
    verbose_name = "Arbeitsbereich"
