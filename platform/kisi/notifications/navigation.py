"""What notices add to the shell: the bell with its number, and a page of settings."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.notifications.queries import unread_count
from kisi.ui.features import hidden_features
from kisi.ui.identity import Identity
from kisi.ui.registry import IdentityPart, SettingsPage, declare


def with_bell(request: HttpRequest, identity: Identity) -> Identity:
    """The identity with the number of unread notices."""
    user_id: int = request.user.pk  # type: ignore[assignment] # somebody is signed in, see IdentityPart
    number = unread_count(user_id, hidden=hidden_features(request))
    return replace(identity, notifications=number, notifications_url=reverse("notifications:list"))


declare(
    IdentityPart(key="notifications", add=with_bell),
    SettingsPage(
        key="notifications",
        label=_("Hinweise"),
        icon="notifications",
        url_name="notifications:settings",
        text=_("Wie lange gelesene und ungelesene Hinweise stehen bleiben."),
        order=80,
        place=None,
    ),
)
