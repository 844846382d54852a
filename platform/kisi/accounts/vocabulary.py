"""Words about accounts."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kisi.core.realms import current_realm
from kisi.core.roles import CENTRAL_ROLES, MUNICIPAL_ROLES, Role

PROVIDER: Final = "openid_connect"
PROVIDER_ID: Final = "verwaltung"
"""A realm has at most one provider of its own sign-in, always under this name."""

ROLE_EXPLANATIONS: Final[dict[Role, Promise]] = {
    Role.COORDINATOR: _("leitet das Team, verwaltet Personen und Einstellungen"),
    Role.GUIDE: _("berät, plant Angebote und Maßnahmen, pflegt das Netzwerk"),
    Role.CONTRIBUTOR: _("arbeitet an einzelnen Aufgaben mit"),
    Role.AUDITOR: _("liest alles, ändert nichts"),
    Role.MINISTRY_ANALYST: _("sieht veröffentlichte Kennzahlen aller Kommunen"),
    Role.AMIF_REPORTER: _("erstellt die Berichte an den AMIF"),
    Role.TEMPLATE_EDITOR: _("pflegt die Vorlagenbibliothek"),
    Role.OPERATOR: _("betreibt die Plattform und nimmt Kommunen auf"),
}


class Access(models.TextChoices):
    """Whether somebody can come in."""

    ACTIVE = "active", _("aktiv")
    INVITED = "invited", _("eingeladen")
    EXPIRED = "expired", _("Einladung abgelaufen")
    DEACTIVATED = "deactivated", _("deaktiviert")


def possible_roles() -> list[Role]:
    """The roles a person can have in this realm."""
    here = MUNICIPAL_ROLES if current_realm().municipality else CENTRAL_ROLES
    return [role for role in ROLE_EXPLANATIONS if role in here]


def role_choices() -> list[tuple[str, str]]:
    """The possible roles as a form offers them."""
    return [(role.value, f"{role.label} – {ROLE_EXPLANATIONS[role]}") for role in possible_roles()]
