"""What accounts add to the menu."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.accounts.models import User
from kisi.accounts.queries import found_people
from kisi.core.access import Permission, allowed
from kisi.core.roles import Role
from kisi.ui.registry import MenuEntry, SearchHit, SearchSource, SettingsPage, StartAction, declare


def search_people(request: HttpRequest, words: str, limit: int) -> list[SearchHit]:
    """Colleagues by name or address; to their page for those who manage people."""
    manages = allowed(request.user, Permission.PEOPLE_MANAGE)
    return [_hit(user, manages=manages) for user in found_people(words, limit)]


def _hit(user: User, *, manages: bool) -> SearchHit:
    role = str(Role(user.role).label) if user.role in Role.values else user.role
    url = reverse("accounts:person", args=[user.pk]) if manages else reverse("accounts:people")
    return SearchHit(user.name, url, f"{role} · {user.email}")


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
        search=search_people,
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
