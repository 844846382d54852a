"""Words of this app: states of a municipality, names nobody may take."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a municipality stands with the platform."""

    ONBOARDING = "onboarding", _("wird eingerichtet")
    ACTIVE = "active", _("aktiv")
    SUSPENDED = "suspended", _("ausgesetzt")
    OFFBOARDING = "offboarding", _("wird verabschiedet")
    LEFT = "left", _("ausgeschieden")


RESERVED_SLUGS: Final = frozenset(
    (
        "admin api app assets auth autoconfig autodiscover beat betrieb broker cdn demo dev docs ftp git help "
        "hilfe imap kisi land localhost login mail media metrics ministerium ministry monitoring ns ns1 ns2 oauth "
        "operator portal root smtp sso staging static status support test webmail worker www"
    ).split()
)
"""Host names that the platform or its surroundings may need; the database refuses them too."""

RISKY_SLUGS: Final = frozenset(
    "abuse anmelden healthz hostmaster isatap pop postmaster readyz security webmaster wpad".split()
)
"""Not given to anybody new: programs ask these hosts without being told to, or people take them for the operator's."""
