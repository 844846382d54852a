"""A municipality's own programs, with tokens its coordinator issued."""

from __future__ import annotations

from django.conf import settings

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.access_tokens.actions import issue_token
from tenants.access_tokens.queries import latest_expiry
from tenants.access_tokens.vocabulary import TokenScope
from tests.accounts import person
from tests.api.caller import Caller

NAME = "Auswertung"
LABEL = "Auswertung (Schnittstelle)"
"""How the trail names such a program."""


def program(town: MunicipalityRef, *scopes: str) -> Caller:
    """A program with these scopes (none named: all there are) that speaks to its town's host."""
    issuer = person(town, Role.COORDINATOR)
    with inside(realm_of(town)):
        _token, shown = issue_token(
            name=NAME,
            scopes=scopes or TokenScope.values,
            expires_on=latest_expiry(),
            issuer=issuer,
            by=issuer.actor,
        )
    return Caller(shown, host_of(town))


def host_of(town: MunicipalityRef) -> str:
    """The host of a municipality."""
    return f"{town.slug}.{settings.KISI_BASE_DOMAIN}"
