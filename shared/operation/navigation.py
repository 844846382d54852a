"""What the operation adds to menu and start page of the public host."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, SettingsPage, StartCard, declare
from shared.operation.health import health_lines


def health(_request: HttpRequest) -> dict[str, Any]:
    """The state of the platform in a few lines."""
    return {"lines": health_lines()}


declare(
    MenuEntry(
        key="platform",
        label=_("Zustand"),
        icon="health_and_safety",
        url_name="operation:platform",
        group="operation",
        order=10,
        permission=Permission.OPERATION_VIEW,
        place="central",
    ),
    MenuEntry(
        key="jobs",
        label=_("Aufträge"),
        icon="checklist",
        url_name="operation:jobs",
        group="operation",
        order=20,
        permission=Permission.OPERATION_VIEW,
        place="central",
    ),
    SettingsPage(
        key="platform_texts",
        label=_("Texte der Plattform"),
        icon="description",
        url_name="operation:texts",
        text=_("Startseite für Gäste, Impressum, Datenschutz, Erklärung zur Barrierefreiheit."),
        permission=Permission.OPERATION_MANAGE,
        place="central",
    ),
    StartCard(
        key="health",
        title=_("Zustand der Plattform"),
        template="operation/card.html",
        build=health,
        order=30,
        span=12,
        permission=Permission.OPERATION_VIEW,
        place="central",
    ),
)
