"""People for tests, and signing them in."""

from __future__ import annotations

from typing import Any

from django.test import Client

from kisi.accounts.models import User
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role

PASSWORD = "ein gutes langes Passwort"
NAMES = {
    Role.COORDINATOR: "Marta Klein",
    Role.GUIDE: "Elif Demir",
    Role.CONTRIBUTOR: "Jonas Weber",
    Role.AUDITOR: "Petra Vogt",
    Role.MINISTRY_ANALYST: "Sabine Roth",
    Role.AMIF_REPORTER: "Holger Brandt",
    Role.TEMPLATE_EDITOR: "Ute Franke",
    Role.OPERATOR: "Tariq Aziz",
}


def person(municipality: MunicipalityRef | None, role: Role | str, **more: Any) -> User:
    """Somebody with this role in a municipality, or on the public host; the same each time it is asked for."""
    role = Role(role)
    with inside(realm_of(municipality) if municipality else CENTRAL):
        email = more.pop("email", f"{role.value}@example.org")
        existing = User.objects.filter(email=email).first()
        return existing or User.objects.create_user(
            email, name=more.pop("name", NAMES[role]), role=role, password=PASSWORD, **more
        )


def sign_in(client: Client, user: User, municipality: MunicipalityRef | None) -> Client:
    """Put a signed-in session into the client, without the pages."""
    with inside(realm_of(municipality) if municipality else CENTRAL):
        client.force_login(user)
    return client
