"""What tokens add to the settings."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kisi.ui.registry import SettingsPage, declare
from tenants.access_tokens.access import ISSUING
from tenants.access_tokens.models import WorkspaceToken


def state(request: HttpRequest) -> str:  # noqa: ARG001 (the signature of every settings page)
    """How many tokens are neither revoked nor expired."""
    number = WorkspaceToken.objects.filter(revoked_at=None, expires_on__gte=timezone.localdate()).count()
    return ngettext("%(number)s Zugang", "%(number)s Zugänge", number) % {"number": number} if number else ""


declare(
    SettingsPage(
        key="access_tokens",
        label=_("Zugänge zur Schnittstelle"),
        icon="key",
        url_name="access_tokens:tokens",
        text=_("Womit Programme Ihrer Kommune auf den Arbeitsbereich zugreifen."),
        order=75,
        permission=ISSUING,
        state=state,
    ),
)
