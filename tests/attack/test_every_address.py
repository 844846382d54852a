"""T01 and T04: cookies and tokens of one realm at every address of another; what is copied is worth nothing either."""

from __future__ import annotations

import copy
import hashlib
import re
import sys
from collections.abc import Callable
from itertools import permutations
from typing import Final

import pytest
from django.contrib.sessions.backends import db
from django.test import Client
from psycopg import sql

from kisi.accounts.actions import invite
from kisi.accounts.actions.passwords import answer_reset, request_reset
from kisi.accounts.models import Invitation, PasswordReset, User
from kisi.accounts.sessions import SessionStore
from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, MunicipalityRef, Realm, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from tests.accounts import person, sign_in
from tests.attack.addresses import addresses, sent_to
from tests.attack.canaries import Canaries, Leak
from tests.servers import Servers

pytestmark = pytest.mark.attack

Place = MunicipalityRef | None
ClientFor = Callable[..., Client]
CREDENTIALS: Final = ("accounts_user", "django_session", "accounts_invitation", "accounts_passwordreset")
METHODS: Final = ("get", "post")
PUBLISHED: Final = frozenset(
    {
        "/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/logo", "/office-hours.ics",
        "/api/v1/contact-points", "/api/v1/office-hours", "/api/v1/office-hours.ics",
    }
)  # fmt: skip
"""Where a town shows words of its own to everybody."""
LINK: Final = re.compile(r"/(?:einladung|passwort-neu)/([\w-]{20,})/")
SIGNING_OUT: Final = ("/abmelden/",)
NEW_PASSWORD: Final = {
    "password": "ein-langes-Passwort-9",
    "password1": "ein-langes-Passwort-9",
    "password2": "ein-langes-Passwort-9",
}


def realm_at(place: Place) -> Realm:
    """The realm of a town or, for None, of the public host."""
    return realm_of(place) if place else CENTRAL


def addresses_of(place: Place) -> list[str]:
    """Every address of this host."""
    return addresses("kisi.urls_tenant" if place else "kisi.urls_public")


def copy_rows(database: Servers, source: Place, target: Place) -> None:
    """Add one realm's accounts, sessions and tokens to another's, row for row, ids included."""
    here, there = (sql.Identifier(realm_at(place).schema) for place in (source, target))
    with database.superuser_connection() as admin:
        for table in map(sql.Identifier, CREDENTIALS):
            admin.execute("SET session_replication_role = replica")
            admin.execute(sql.SQL("DELETE FROM {}.{}").format(there, table))
            admin.execute(
                sql.SQL("INSERT INTO {}.{} OVERRIDING SYSTEM VALUE SELECT * FROM {}.{}").format(
                    there, table, here, table
                )
            )


def walk(client: Client, place: Place, canaries: Canaries, *, home: str) -> tuple[int, int, list[Leak]]:
    """Ask every address with every method; how many, how many showed ``home``'s word, and foreign words."""
    asked = shown = 0
    leaks: list[Leak] = []
    for address in addresses_of(place):
        if address in SIGNING_OUT:
            continue
        for method in METHODS:
            data = sent_to(address) if method == "post" else {}
            answer = getattr(client, method)(address, data, secure=True)
            content = b"".join(answer) if answer.streaming else answer.content
            text = answer.serialize_headers() + content
            own = place.schema if place and address in PUBLISHED else home
            leaks += canaries.foreign_in(text, home=own, place=f"{method} {address}")
            shown += home in canaries.owners_in(text)
            asked += 1
            assert answer.status_code < 500, (method, address)
    return asked, shown, leaks


@pytest.fixture
def signed_in(canaries: Canaries, client_for: ClientFor) -> dict[Place, Client]:
    """Somebody with the widest role signed in at each host; the towns' words stand in their names too."""
    clients: dict[Place, Client] = {}
    for place in (*canaries.towns, None):
        user = person(place, Role.COORDINATOR if place else Role.OPERATOR)
        if place:
            with inside(realm_of(place)):
                User.objects.filter(pk=user.pk).update(name=f"Marta {canaries.word(place)}")
        clients[place] = sign_in(client_for(place), user, place)
    return clients


def with_cookies_of(client: Client, place: Place, client_for: ClientFor) -> Client:
    """A browser at ``place`` with another browser's cookies."""
    thief = client_for(place)
    thief.cookies = copy.deepcopy(client.cookies)
    return thief


def test_at_home_the_word_is_shown(canaries: Canaries, signed_in: dict[Place, Client]) -> None:
    """The walk sees something: signed in at home, pages show the town's word and nobody else's."""
    town = canaries.towns[0]
    asked, shown, leaks = walk(signed_in[town], town, canaries, home=town.schema)
    assert asked > 30
    assert shown >= 3
    assert leaks == []


@pytest.mark.parametrize("copied", [False, True], ids=["rows as they are", "rows copied"])
def test_a_foreign_cookie_opens_no_address(
    database: Servers, canaries: Canaries, signed_in: dict[Place, Client], client_for: ClientFor, copied: bool
) -> None:
    """Every address of every host with every other realm's cookies; no word at all, as for somebody unknown."""
    total = 0
    for home, away in permutations([*canaries.towns[:2], None], 2):
        if copied:
            copy_rows(database, home, away)
        thief = with_cookies_of(signed_in[home], away, client_for)
        asked, _shown, leaks = walk(thief, away, canaries, home="nobody")
        total += asked
        assert leaks == [], (home, away)
    assert total >= 200


def test_planted_sessions_without_a_realm_are_found(
    database: Servers, canaries: Canaries, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django's own session store and a copied row (django-tenants #52): the walk sees the word."""
    monkeypatch.setattr("kisi.accounts.sessions.stored_key", lambda key: key)
    monkeypatch.setattr(SessionStore, "key_salt", db.SessionStore.key_salt)
    here, there = canaries.towns[:2]
    user = person(here, Role.COORDINATOR)
    with inside(realm_of(here)):
        User.objects.filter(pk=user.pk).update(name=f"Marta {canaries.word(here)}")
    client = sign_in(client_for(here), user, here)
    copy_rows(database, here, there)
    _asked, _shown, leaks = walk(with_cookies_of(client, there, client_for), there, canaries, home="nobody")
    assert leaks != []


# -- T04: tokens ------------------------------------------------------------------------------------


def invitation_link(place: Place) -> str:
    """The token of a fresh invitation, as it stands in the e-mail."""
    with inside(realm_at(place)):
        invite(email="neu@example.org", name="Neu", role=Role.GUIDE if place else Role.TEMPLATE_EDITOR, by=SYSTEM)
        return token_in_the_last_letter()


def reset_link(place: Place) -> str:
    """The token of a fresh request for a new password."""
    user = person(place, Role.GUIDE if place else Role.OPERATOR)
    with inside(realm_at(place)):
        answer_reset(reset_id=request_reset(email=user.email).pk)
        return token_in_the_last_letter()


def token_in_the_last_letter() -> str:
    """The token in the newest row of the outbox."""
    letter = OutgoingMail.objects.latest("pk")
    text = " ".join(str(getattr(letter, field.attname)) for field in letter._meta.concrete_fields)
    found = LINK.search(text)
    assert found, text
    return found[1]


TOKENS: Final = {"invitation": (invitation_link, "/einladung/{}/"), "new password": (reset_link, "/passwort-neu/{}/")}


def works_at(place: Place, address: str, client_for: ClientFor) -> bool:
    """Whether a link does anything here: another answer than a made-up one gets, or a row that changed."""
    made_up = re.sub(r"[\w-]{20,}", "A" * 43, address)

    def answers(path: str) -> list[tuple[int, str]]:
        found = []
        for method, data in (("get", {}), ("post", NEW_PASSWORD)):
            answer = getattr(client_for(place), method)(path, data, secure=True)
            body = re.sub(r'(name="csrfmiddlewaretoken" value="|nonce=")[^"]*', "", answer.content.decode())
            found.append((answer.status_code, body.replace(path, "")))
        return found

    return answers(address) != answers(made_up)


def used_tokens(place: Place) -> int:
    """How many tokens have had an effect here."""
    with inside(realm_at(place)):
        return (
            Invitation.objects.exclude(accepted_at=None).count() + PasswordReset.objects.exclude(used_at=None).count()
        )


@pytest.mark.parametrize("kind", TOKENS)
@pytest.mark.parametrize("copied", [False, True], ids=["rows as they are", "rows copied"])
def test_a_token_works_in_its_own_realm_only(
    database: Servers, towns: list[MunicipalityRef], client_for: ClientFor, kind: str, copied: bool
) -> None:
    """All ordered pairs of two towns and the public host; afterwards it still works at home (Zulip CVE-2022-21706)."""
    make, address = TOKENS[kind]
    for home, away in permutations([*towns[:2], None], 2):
        path = address.format(make(home))
        if copied:
            copy_rows(database, home, away)
        before = used_tokens(away)
        assert not works_at(away, path, client_for), (home, away)
        assert used_tokens(away) == before
        assert works_at(home, path, client_for), home
        with database.superuser_connection() as admin:
            for table in reversed(CREDENTIALS):
                for place in (home, away):
                    admin.execute(f"DELETE FROM {realm_at(place).schema}.{table}")


@pytest.mark.parametrize("kind", TOKENS)
def test_a_planted_token_without_a_realm_is_found(
    database: Servers, towns: list[MunicipalityRef], client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A hash of the token alone, and the row copied: the link works next door."""
    for module in [module for name, module in sys.modules.items() if name.startswith("kisi.accounts")]:
        if hasattr(module, "token_hash"):
            monkeypatch.setattr(module, "token_hash", lambda token: hashlib.sha256(token.encode()).hexdigest())
    make, address = TOKENS[kind]
    path = address.format(make(towns[0]))
    copy_rows(database, towns[0], towns[1])
    assert works_at(towns[1], path, client_for)


def test_a_form_token_of_one_town_is_refused_by_another(
    canaries: Canaries, signed_in: dict[Place, Client], client_for: ClientFor
) -> None:
    """The CSRF cookie of one host with its form token, sent to another host from there: Origin says no (T33)."""
    here, there = canaries.towns[:2]
    strict = client_for(there, enforce_csrf_checks=True)
    strict.cookies = copy.deepcopy(signed_in[there].cookies)
    signed_in[here].get("/konto/passwort/", secure=True)
    strict.cookies["__Host-kisi_csrf"] = signed_in[here].cookies["__Host-kisi_csrf"].value
    token = signed_in[here].cookies["__Host-kisi_csrf"].value
    answer = strict.post(
        "/konto/passwort/",
        {"csrfmiddlewaretoken": token},
        secure=True,
        headers={"origin": f"https://{here.slug}.kisi.localhost"},
    )
    assert answer.status_code == 403
