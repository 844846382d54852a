"""The people who walk: signed in with their password, or in a state that only some pages know."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any, Final

from django.test import Client
from django.utils import timezone

from kisi.accounts.actions import answer_reset, request_reset
from kisi.accounts.models import Session, User
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from tests.accounts import PASSWORD, person
from tests.journeys.accessibility.second_factor import give_second_factor
from tests.journeys.accessibility.town import Values
from tests.tenants.participation.visitor import Visitor

type Place = MunicipalityRef | None
BASE: Final = "kisi.localhost"


def host_of(place: Place) -> str:
    """The host of a town, or the public one."""
    return f"{place.slug}.{BASE}" if place else BASE


def stranger(place: Place) -> Client:
    """Somebody's browser at this host."""
    return Client(headers={"host": host_of(place)})


def signed_in(place: Place, user: User) -> Client:
    """By the page for signing in, and with the password once more, as delicate pages ask for it."""
    client = stranger(place)
    answer = client.post("/anmelden/", {"login": user.email, "password": PASSWORD}, secure=True)
    assert answer.status_code == 302
    client.post("/konto/bestaetigen/passwort/", {"password": PASSWORD}, secure=True)
    return client


def with_second_factor(place: Place) -> tuple[Client, Values]:
    """An app, recovery codes and a passkey."""
    user = _one_more(place, "zwei")
    client = signed_in(place, user)
    with inside(realm_of(place) if place else CENTRAL):
        passkey = {"pk": give_second_factor(user)}
    return client, {"mfa_edit_webauthn": passkey, "mfa_remove_webauthn": passkey}


def at_second_step(place: Place) -> tuple[Client, Values]:
    """The password was right, the code is still missing."""
    user = _one_more(place, "schritt")
    with inside(realm_of(place) if place else CENTRAL):
        give_second_factor(user)
    return signed_in(place, user), {}


def after_ended_session(place: Place) -> tuple[Client, Values]:
    """What was typed waits to be sent."""
    user = _one_more(place, "ende")
    client = signed_in(place, user)
    with inside(realm_of(place) if place else CENTRAL):
        Session.objects.filter(user_id=user.pk).update(expire_date=timezone.now() - timedelta(minutes=1))
    client.post("/personen/einladen/", {"name": "Kim Neu", "email": "kim@example.org", "role": "guide"}, secure=True)
    client.post("/anmelden/", {"login": user.email, "password": PASSWORD}, secure=True)
    return client, {}


def who_forgot(place: Place) -> tuple[Client, Values]:
    """A letter with a way to a new password."""
    user = _one_more(place, "vergessen")
    with inside(realm_of(place) if place else CENTRAL):
        answer_reset(reset_id=request_reset(email=user.email).pk)
        letter = OutgoingMail.objects.filter(recipient=user.email).latest("pk").text
    found = re.search(r"/passwort-neu/([^/\s]+)/", letter)
    assert found
    return stranger(place), {"accounts:reset_password": {"token": found[1]}}


def filling_in(place: Place, wave: Any) -> tuple[Client, Values]:
    """On the first page of a sheet."""
    visitor = Visitor(stranger(place), wave)
    visitor.begin("de")
    key = visitor.url.rstrip("/").rpartition("/")[2]
    return visitor.client, {"participation:page": {"token": wave.token, "key": key}}


def tablet(place: Place, wave: Any) -> tuple[Client, Values]:
    """A device that was set up for a wave; nobody is signed in on it any more."""
    assert place
    client = signed_in(place, person(place, Role.GUIDE))
    client.post(f"/erhebungen/{wave.pk}/tablet/", secure=True)
    return client, {}


def _one_more(place: Place, name: str) -> User:
    role = Role.COORDINATOR if place else Role.OPERATOR
    return person(place, role, email=f"{name}@example.org", name="Noch Jemand")
