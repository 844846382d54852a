"""All tokens as one list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.ui.parts import Action
from kisi.ui.tables import Column, Status, Table
from tenants.access_tokens.access import is_usable
from tenants.access_tokens.models import WorkspaceToken
from tenants.access_tokens.vocabulary import TokenScope


def scope_labels(token: WorkspaceToken) -> str:
    """What a token may do, in words; a right that exists no more under its own name."""
    known = dict(TokenScope.choices)
    return "; ".join(str(known.get(scope, scope)) for scope in token.scopes)


def _state(token: WorkspaceToken) -> Status:
    today = timezone.localdate()
    if is_usable(token, today):
        return Status(_("gültig"), "ok")
    if token.revoked_at:
        return Status(_("gesperrt"))
    return Status(_("abgelaufen")) if token.expires_on < today else Status(_("ruht"), "warn")


def _actions(token: WorkspaceToken) -> Sequence[Action]:
    if token.revoked_at:
        return ()
    return (Action(_("Sperren"), "block", reverse("access_tokens:revoke", args=[token.pk]), is_danger=True),)


TOKENS: Final = Table(
    key="zugaenge",
    caption=_("Zugänge zur Schnittstelle"),
    default_order="name",
    columns=(
        Column(key="name", label=_("Wofür"), order_by=("name",), sub=scope_labels),
        Column(key="state", label=_("Stand"), value=_state),
        Column(key="expires_on", label=_("gilt bis"), order_by=("expires_on",)),
        Column(key="last_used_on", label=_("zuletzt benutzt"), order_by=("last_used_on",)),
        Column(
            key="issued_by",
            label=_("ausgestellt von"),
            order_by=("issued_by__name",),
            value=lambda token: token.issued_by.name,
        ),
    ),
    empty_title=_("Noch kein Zugang"),
    empty_text=_("Ein Programm Ihrer Kommune bekommt hier seinen Zugang zur Schnittstelle."),
    actions=_actions,
)
