"""The anchors as a Django app of the public schema."""

from django.apps import AppConfig


class AnchoringConfig(AppConfig):
    """Registers the app."""

    name = "kisi.audit.anchoring"
    label = "audit_anchoring"
    verbose_name = "Anker der Prüfprotokolle"
