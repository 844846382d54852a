"""All machine accounts as one list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.models import Client
from api.vocabulary import Scope
from kisi.ui.parts import Action
from kisi.ui.tables import Column, Status, Table


def scope_labels(client: Client) -> str:
    """What a client may do, in words; a right that exists no more under its own name."""
    known = dict(Scope.choices)
    return "; ".join(str(known.get(scope, scope)) for scope in client.scopes)


def _state(client: Client) -> Status:
    return Status(_("gesperrt")) if client.revoked_at else Status(_("gültig"), "ok")


def _actions(client: Client) -> Sequence[Action]:
    if client.revoked_at:
        return ()
    return (Action(_("Sperren"), "block", reverse("clients:revoke", args=[client.client_id]), is_danger=True),)


CLIENTS: Final = Table(
    key="zugaenge",
    caption=_("Zugänge zur Schnittstelle"),
    default_order="name",
    columns=(
        Column(key="name", label=_("Wofür"), order_by=("name",), sub=lambda client: client.client_id),
        Column(key="scopes", label=_("Rechte"), value=scope_labels),
        Column(key="state", label=_("Stand"), order_by=("revoked_at",), value=_state),
        Column(
            key="created",
            label=_("angelegt"),
            order_by=("created",),
            value=lambda client: timezone.localtime(client.created),
        ),
    ),
    empty_title=_("Noch kein Zugang"),
    empty_text=_("Ein Fachverfahren bekommt hier seinen Zugang zur Schnittstelle."),
    actions=_actions,
)
