"""What accounts add to the menu."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.accounts.models import User
from kisi.accounts.queries import PEOPLE
from kisi.core.access import Permission, allowed
from kisi.core.roles import Role
from kisi.core.text_search import Asked, Found
from kisi.ui.registry import MenuEntry, SearchHit, SearchSource, SettingsPage, StartAction, declare


def people_asked(_request: HttpRequest) -> list[Asked]:
    """Colleagues by name or address, also deactivated ones."""
    return [Asked(PEOPLE, User.objects.all(), ("pk", "name", "email", "role"))]


def people_shown(request: HttpRequest, found: Sequence[Found]) -> list[SearchHit]:
    """With the way to their page for those who manage people."""
    manages = allowed(request.user, Permission.PEOPLE_MANAGE)
    return [_hit(person, manages=manages) for person in found]


def _hit(person: Found, *, manages: bool) -> SearchHit:
    role = str(Role(person["role"]).label) if person["role"] in Role.values else person["role"]
    url = reverse("accounts:person", args=[person["pk"]]) if manages else reverse("accounts:people")
    return SearchHit(person["name"], url, f"{role} · {person['email']}")


declare(
    MenuEntry(
        key="people",
        label=_("Personen"),
        icon="manage_accounts",
        url_name="accounts:people",
        group="settings",
        order=10,
        permission=Permission.PEOPLE_VIEW,
        place=None,
    ),
    StartAction(
        key="invite",
        label=_("Jemanden einladen"),
        icon="group_add",
        url_name="accounts:invite",
        order=90,
        permission=Permission.PEOPLE_MANAGE,
    ),
    SearchSource(
        key="people",
        label=_("Personen"),
        icon="person",
        asked=people_asked,
        shown=people_shown,
        order=10,
        permission=Permission.PEOPLE_VIEW,
        place=None,
    ),
    SettingsPage(
        key="accounts",
        label=_("Konten und Einladungen"),
        icon="manage_accounts",
        url_name="accounts:settings",
        text=_("Wie lange Einladungen und Links für ein neues Passwort gelten."),
        order=60,
        place=None,
    ),
    SettingsPage(
        key="municipal_sign_in",
        label=_("Anmeldedienst"),
        icon="key",
        url_name="accounts:municipal_sign_in",
        text=_("Anmeldung mit dem Konto der Verwaltung (OpenID Connect)."),
        order=70,
        permission=Permission.PEOPLE_MANAGE,
        place=None,
    ),
)
