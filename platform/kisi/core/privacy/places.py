"""In which schemas a model has its table."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings

from kisi.core.privacy.declaring import Place
from kisi.core.realms import realm_or_none


def place_here() -> Place:
    """Whether this is a municipality's workspace or the public host."""
    realm = realm_or_none()
    return "workspace" if realm and realm.municipality else "central"


def stands_in(label: str, place: Place) -> bool:
    """Whether a model has a table in a place."""
    names = settings.TENANT_APPS if place == "workspace" else settings.SHARED_APPS
    return apps.get_model(label)._meta.app_config.name in names
