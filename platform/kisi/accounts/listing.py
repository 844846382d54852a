"""Accounts and open invitations as one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.accounts.forms import PeopleFilterForm
from kisi.accounts.models import Invitation, User
from kisi.accounts.vocabulary import Access
from kisi.core.roles import Role
from kisi.ui.tables import Column, Filtered, Status, Table, filter_rows

PILLS: Final = {Access.ACTIVE: "ok", Access.INVITED: "info", Access.EXPIRED: "warn", Access.DEACTIVATED: ""}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who works here or is invited to."""

    name: str
    email: str
    role: str
    role_key: str
    access: Access
    last_login: datetime | None
    url: str

    @property
    def state(self) -> Status:
        """Their access as a status pill."""
        return Status(self.access.label, PILLS[self.access])  # type: ignore[arg-type] # the kinds of pills

    @property
    def state_label(self) -> str:
        """What to sort the state by."""
        return str(self.state)


PEOPLE: Final = Table(
    key="personen",
    caption=_("Personen und Einladungen"),
    default_order="name",
    columns=(
        Column(key="name", label=_("Name"), order_by=("name",), link=lambda row: row.url, sub=lambda row: row.email),
        Column(key="role", label=_("Rolle"), order_by=("role", "name")),
        Column(key="state", label=_("Zugang"), order_by=("state_label", "name")),
        Column(key="last_login", label=_("Letzte Anmeldung")),
    ),
    empty_title=_("Noch niemand"),
)


def people_rows(*, may_manage: bool) -> list[PersonRow]:
    """All accounts and all open invitations; with addresses of their pages for those who may manage them.

    Erased accounts are nobody's, so they are left out.
    """
    rows = [_person(user, may_manage=may_manage) for user in User.objects.filter(erased_at=None).order_by("name", "pk")]
    invitations = Invitation.objects.filter(accepted_at=None, withdrawn_at=None).order_by("name", "pk")
    return rows + [_invited(invitation, may_manage=may_manage) for invitation in invitations]


def _person(user: User, *, may_manage: bool) -> PersonRow:
    return PersonRow(
        name=user.name,
        email=user.email,
        role=_role(user.role),
        role_key=user.role,
        access=Access.ACTIVE if user.is_active else Access.DEACTIVATED,
        last_login=timezone.localtime(user.last_login) if user.last_login else None,
        url=reverse("accounts:person", args=[user.pk]) if may_manage else "",
    )


def _invited(invitation: Invitation, *, may_manage: bool) -> PersonRow:
    return PersonRow(
        name=invitation.name,
        email=invitation.email,
        role=_role(invitation.role),
        role_key=invitation.role,
        access=Access.INVITED if invitation.is_valid else Access.EXPIRED,
        last_login=None,
        url=reverse("accounts:invitation", args=[invitation.pk]) if may_manage else "",
    )


def _role(value: str) -> str:
    return str(Role(value).label) if value in Role.values else value


def people_filter(data: Any, rows: Sequence[PersonRow]) -> Filtered:
    """The rows that pass the filter bar of a request."""
    return filter_rows(PeopleFilterForm(data), rows, words_in=("name", "email", "role"), named={"role": "role_key"})
