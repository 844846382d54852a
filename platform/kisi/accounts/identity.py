"""Who is here and where, for the shell around every page (``KISI_UI_IDENTITY``)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.accounts.models import User
from kisi.core.realms import realm_or_none
from kisi.core.roles import Role
from kisi.ui.identity import AccountLink, Identity, Person


def identity_of(request: HttpRequest) -> Identity:
    """The identity of a request. Works without a realm too: error pages are drawn by it."""
    realm = realm_or_none()
    municipality = realm.municipality if realm else None
    user = getattr(request, "user", None) if realm else None
    return Identity(
        place="workspace" if municipality else "central",
        organisation=municipality.name if municipality else (_("Zentrale") if isinstance(user, User) else ""),
        is_demo=bool(municipality and municipality.is_demo),
        invented_data=settings.KISI_INVENTED_DATA,
        organisation_icon="location_city" if municipality else "account_balance",
        person=person_of(user) if isinstance(user, User) else None,
        account=account_links() if isinstance(user, User) else (),
        shortcuts=user.uses_shortcuts if isinstance(user, User) else True,
    )


def person_of(user: User) -> Person:
    """A user as the top bar shows them."""
    role = Role(user.role).label if user.role in Role.values else user.role
    return Person(name=user.name, email=user.email, role=role)


def account_links() -> tuple[AccountLink, ...]:
    """The entries of the account menu."""
    return (
        AccountLink(label=gettext_lazy("Mein Konto"), icon="account_circle", url=reverse("accounts:account")),
        AccountLink(label=gettext_lazy("Abmelden"), icon="logout", url=reverse("account_logout"), method="post"),
    )
