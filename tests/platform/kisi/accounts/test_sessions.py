"""Sessions: seen and ended by their owner, worth nothing in another realm."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.contrib.sessions.backends import db
from django.db import DatabaseError, OperationalError
from django.urls import get_resolver

from kisi.accounts.models import Session
from kisi.accounts.sessions import SessionStore, stored_key
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tests.accounts import PASSWORD, person, sign_in
from tests.servers import Servers

COOKIE = "__Host-kisi_session"
PLACE = {"name": "Haus", "street": "Hauptstraße 53", "postal_code": "64625", "place": "Bensheim", "order": "100"}
ADDRESSES = ["/konto/", "/konto/passwort/", "/personen/", "/personen/einladen/", "/konto/zweiter-faktor/", "/hinweise/"]


def copy_everything(database: Servers, source: str, target: str) -> None:
    """Put a town's users and sessions, row for row, into another schema."""
    with database.superuser_connection() as admin:
        for table in ("accounts_user", "django_session"):
            admin.execute(f"DELETE FROM {target}.{table}")
            admin.execute(f"INSERT INTO {target}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {source}.{table}")


def keep(database: Servers, source: str) -> str:
    """A copy of a town's users and sessions in a schema of its own, as a thief would keep them."""
    kept = f"kept_{source}"
    with database.superuser_connection() as admin:
        admin.execute(f"CREATE SCHEMA {kept}")
        for table in ("accounts_user", "django_session"):
            admin.execute(f"CREATE TABLE {kept}.{table} AS TABLE {source}.{table}")
    return kept


@pytest.mark.attack
@pytest.mark.parametrize("copied", [False, True])
def test_a_cookie_of_one_town_opens_nothing_in_another(
    database: Servers,
    bensheim: MunicipalityRef,
    butzbach: MunicipalityRef,
    oestrich: MunicipalityRef,
    client_for: Any,
    copied: bool,
) -> None:
    """T01: every ordered pair of hosts, also where user and session rows were copied; over 200 requests."""
    places: list[MunicipalityRef | None] = [bensheim, butzbach, oestrich, None]
    cookies = {}
    for home in places:
        user = person(home, Role.COORDINATOR if home else Role.OPERATOR)
        client = sign_in(client_for(home), user, home)
        assert client.get("/konto/", secure=True).status_code == 200
        kept = keep(database, home.schema if home else "public")
        cookies[home] = client.cookies[COOKIE].value, user.name, kept
    requests = 0
    for home, away in permutations(places, 2):
        cookie, name, kept = cookies[home]
        if copied:
            copy_everything(database, kept, away.schema if away else "public")
        for address in ADDRESSES * 3:
            other = client_for(away)
            other.cookies[COOKIE] = cookie
            answer = other.get(address, secure=True)
            assert answer.status_code in {302, 401, 403, 404}, (home, away, address)
            assert name not in answer.content.decode()
            requests += 1
    assert requests >= 200


@pytest.mark.attack
def test_with_djangos_own_store_the_copied_session_would_be_believed(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Any, monkeypatch: Any
) -> None:
    """The planted fault: without the binding the same test leaks."""
    monkeypatch.setattr("kisi.accounts.sessions.stored_key", lambda key: key)
    monkeypatch.setattr(SessionStore, "key_salt", db.SessionStore.key_salt)
    client = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    copy_everything(database, bensheim.schema, butzbach.schema)
    other = client_for(butzbach)
    other.cookies[COOKIE] = client.cookies[COOKIE].value
    assert other.get("/konto/", secure=True).status_code == 200


def test_each_half_of_the_binding_is_enough(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Any, monkeypatch: Any
) -> None:
    """Without the hashed key the signature still refuses."""
    monkeypatch.setattr("kisi.accounts.sessions.stored_key", lambda key: key)
    client = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    copy_everything(database, bensheim.schema, butzbach.schema)
    other = client_for(butzbach)
    other.cookies[COOKIE] = client.cookies[COOKIE].value
    assert other.get("/konto/", secure=True).status_code == 302


def test_the_table_holds_no_key_that_signs_in(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Only hashes."""
    client = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    with inside(realm_of(bensheim)):
        row = Session.objects.get(user_id__isnull=False)
        assert row.session_key != client.cookies[COOKIE].value
        assert row.session_key == stored_key(client.cookies[COOKIE].value)
    thief = client_for(bensheim)
    thief.cookies[COOKIE] = row.session_key
    assert thief.get("/konto/", secure=True).status_code == 302


def test_a_person_sees_and_ends_their_sessions(bensheim: MunicipalityRef, client_for: Any) -> None:
    """One, or all others."""
    user = person(bensheim, Role.GUIDE)
    windows = client_for(bensheim)
    agent = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    data = {"login": user.email, "password": PASSWORD}
    windows.post("/anmelden/", data, secure=True, headers={"user-agent": agent})
    here, third = (sign_in(client_for(bensheim), user, bensheim) for _ in range(2))
    page = here.get("/konto/", secure=True).content.decode()
    assert "Firefox, Windows" in page
    assert page.count("diese Sitzung") == 1
    with inside(realm_of(bensheim)):
        key = stored_key(windows.cookies[COOKIE].value)
    assert here.post(f"/konto/sitzungen/{key}/beenden/", secure=True).status_code == 302
    assert windows.get("/konto/", secure=True).status_code == 302
    assert third.get("/konto/", secure=True).status_code == 200
    here.post("/konto/sitzungen/beenden/", secure=True)
    assert third.get("/konto/", secure=True).status_code == 302
    assert here.get("/konto/", secure=True).status_code == 200


def test_nobody_ends_somebody_elses_session(bensheim: MunicipalityRef, client_for: Any) -> None:
    """404, as for a key that never was."""
    elif_, marta = person(bensheim, Role.GUIDE), person(bensheim, Role.COORDINATOR)
    guide, coordinator = sign_in(client_for(bensheim), elif_, bensheim), sign_in(client_for(bensheim), marta, bensheim)
    with inside(realm_of(bensheim)):
        key = stored_key(guide.cookies[COOKIE].value)
    for wanted in (key, "0" * 40):
        assert coordinator.post(f"/konto/sitzungen/{wanted}/beenden/", secure=True).status_code == 404
    assert guide.get("/konto/", secure=True).status_code == 200


def test_a_made_up_key_is_nobody(bensheim: MunicipalityRef, client_for: Any) -> None:
    """And costs one look-up, whatever it looks like."""
    person(bensheim, Role.GUIDE)
    dice = random.Random(1)
    for key in ("", "x", "'; DROP TABLE django_session --", "\\u0000", "ü" * 40, "".join(dice.choices("abc123", k=32))):
        client = client_for(bensheim)
        client.cookies[COOKIE] = key
        assert client.get("/konto/", secure=True).status_code == 302


def test_use_is_noted_at_most_every_few_minutes(bensheim: MunicipalityRef, client_for: Any) -> None:
    """A page view is no write."""
    client = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    client.get("/konto/", secure=True)
    with inside(realm_of(bensheim)):
        first = Session.objects.get(user_id__isnull=False).last_seen_at
        client.get("/konto/", secure=True)
        assert Session.objects.get(user_id__isnull=False).last_seen_at == first
        Session.objects.update(last_seen_at=first - timedelta(minutes=6))
        client.get("/konto/", secure=True)
        assert Session.objects.get(user_id__isnull=False).last_seen_at > first - timedelta(minutes=1)


def test_the_addresses_above_exist() -> None:
    """A renamed page would make the attack test pass for nothing."""
    resolver = get_resolver("kisi.urls_tenant")
    assert all(resolver.resolve(address) for address in ADDRESSES)
    with inside(CENTRAL):
        assert all(get_resolver("kisi.urls_public").resolve(address) for address in ADDRESSES)


@pytest.mark.parametrize(
    ("failure", "status"), [(OperationalError("terminating connection"), 503), (DatabaseError("no row"), 400)]
)
def test_a_session_that_cannot_be_written_is_no_session_that_was_ended(
    bensheim: MunicipalityRef, client_for: Any, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int
) -> None:
    """A server that goes away while the session is saved: come again, not „bad request“."""
    client = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    client.raise_request_exception = False

    def fail(*_arguments: Any, **_more: Any) -> None:
        raise failure

    monkeypatch.setattr(Session, "save", fail)
    answer = client.post("/anlaufstellen/neu/", PLACE, secure=True)
    assert answer.status_code == status
