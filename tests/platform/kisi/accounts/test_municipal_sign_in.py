"""Signing in through a real OpenID Connect provider (django-oauth-toolkit's own, in its own process)."""

from __future__ import annotations

import ipaddress
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from kisi.accounts.actions import deactivate, invite, remove_municipal_sign_in, set_up_municipal_sign_in
from kisi.accounts.models import User
from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tests.accounts import person, sign_in
from tests.servers import Servers

ROOT = Path(__file__).parents[4]
CALLBACK = "/anmelden/dienst/verwaltung/zurueck/"
BEGIN = "/anmelden/dienst/verwaltung/"


@dataclass
class Provider:
    """The running provider."""

    address: str

    def answer(self, location: str, name: str) -> str:
        """What a browser brings back when ``name`` signs in at the provider: path and query of the callback."""
        with requests.Session() as browser:
            browser.get(f"{self.address}/enter/?as={name}", timeout=10)
            redirect = browser.get(location, allow_redirects=False, timeout=10)
        parts = urlsplit(redirect.headers["Location"])
        return f"{parts.path}?{parts.query}"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """Started once for this file."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    key = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    database = tmp_path_factory.mktemp("provider") / "db.sqlite3"
    environment = {**os.environ, "PROVIDER_DATABASE": str(database), "PROVIDER_KEY": key.decode()}
    hosts = ("bensheim", "butzbach")
    callbacks = [f"https://{host}.kisi.localhost{CALLBACK}" for host in hosts]
    command = [sys.executable, "-m", "tests.platform.kisi.accounts.provider", str(port), *callbacks]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield Provider(f"http://127.0.0.1:{port}")
        process.terminate()


@pytest.fixture
def here(settings: Any) -> None:
    """The provider runs on this machine and speaks HTTP."""
    settings.KISI_PERMITTED_NETWORKS = [ipaddress.ip_network("127.0.0.0/8")]
    settings.KISI_OUTGOING_HTTP = True


def configure(municipality: MunicipalityRef, provider: Provider, **more: Any) -> None:
    wanted = {
        "name": "Mit Rathaus-Konto anmelden", "server_url": f"{provider.address}/o", "client_id": "kisi",
        "secret": "a-very-good-secret", "trusts_address": False, "has_second_factor": False, "by": SYSTEM, **more,
    }  # fmt: skip
    with inside(realm_of(municipality)):
        set_up_municipal_sign_in(**wanted)


def come_back(client: Client, provider: Provider, name: str) -> Any:
    """The whole way: our button, the provider, back to us."""
    there = client.post(BEGIN, secure=True)
    assert there.status_code == 302, there.content
    return client.get(provider.answer(there["Location"], name), secure=True)


def test_a_colleague_signs_in_with_the_account_of_the_administration(
    provider: Provider, here: None, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """Found by the verified address the first time, by the provider's own id from then on."""
    user = person(bensheim, Role.GUIDE)
    configure(bensheim, provider)
    client = client_for(bensheim)
    assert "Mit Rathaus-Konto anmelden" in client.get("/anmelden/", secure=True).content.decode()
    assert come_back(client, provider, "elif")["Location"] == "/"
    assert client.get("/konto/", secure=True).status_code == 200
    with inside(realm_of(bensheim)):
        assert SocialAccount.objects.get().user_id == user.pk
        User.objects.filter(pk=user.pk).update(email="new-name@example.org")
        assert not SocialToken.objects.exists()
        assert Entry.objects.get(event="accounts.signed_in").details == {"methods": ["socialaccount"]}
    again = client_for(bensheim)
    assert come_back(again, provider, "elif")["Location"] == "/"


def test_the_request_carries_pkce_and_a_state(
    provider: Provider, here: None, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """And nothing a visitor could slip in."""
    configure(bensheim, provider)
    there = client_for(bensheim).post(f"{BEGIN}?scope=admin&auth_params=prompt%3Dnone&process=connect", secure=True)
    query = parse_qs(urlsplit(there["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert sorted(query["scope"][0].split()) == ["email", "openid", "profile"]
    assert query["redirect_uri"] == [f"https://bensheim.kisi.localhost{CALLBACK}"]
    assert len(query["state"][0]) >= 16
    assert "prompt" not in query


def test_nobody_comes_in_without_account_or_invitation(
    provider: Provider, here: None, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """The provider says who somebody is, not that they may."""
    configure(bensheim, provider)
    client = client_for(bensheim)
    answer = come_back(client, provider, "stranger")
    assert answer.status_code == 403
    assert "noch keinen Zugang" in answer.content.decode()
    assert client.get("/konto/", secure=True).status_code == 302
    with inside(realm_of(bensheim)):
        assert not User.objects.exists()


def test_an_invited_person_needs_no_password(
    provider: Provider, here: None, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """The first sign-in accepts the invitation, with the invited role."""
    configure(bensheim, provider)
    with inside(realm_of(bensheim)):
        invite(email="invited@example.org", name="Jonas Weber", role="contributor", by=SYSTEM)
    assert come_back(client_for(bensheim), provider, "invited")["Location"] == "/"
    with inside(realm_of(bensheim)):
        user = User.objects.get()
        assert (user.name, user.role, user.has_usable_password()) == ("Jonas Weber", "contributor", False)


@pytest.mark.attack
def test_an_unverified_address_opens_nobodys_account(
    provider: Provider, here: None, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """Unless the coordinator has said that this provider knows its addresses."""
    person(bensheim, Role.GUIDE)
    configure(bensheim, provider)
    answer = come_back(client_for(bensheim), provider, "unverified-elif")
    assert answer.status_code == 403
    assert "keine geprüfte E-Mail-Adresse" in answer.content.decode()
    configure(bensheim, provider, trusts_address=True)
    assert come_back(client_for(bensheim), provider, "unverified-elif")["Location"] == "/"


def test_a_deactivated_colleague_stays_out(
    provider: Provider, here: None, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """Whatever the provider says."""
    user = person(bensheim, Role.GUIDE)
    configure(bensheim, provider)
    come_back(client_for(bensheim), provider, "elif")
    with inside(realm_of(bensheim)):
        deactivate(user=user, by=SYSTEM)
    client = client_for(bensheim)
    assert come_back(client, provider, "elif")["Location"] == "/anmelden/gesperrt/"
    assert client.get("/konto/", secure=True).status_code == 302


@pytest.mark.attack
def test_an_answer_for_one_town_is_refused_in_another(
    provider: Provider, here: None, bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Any
) -> None:
    """T04: code and state belong to the session that asked; so do they in another browser of the same town."""
    for municipality in (bensheim, butzbach):
        person(municipality, Role.GUIDE)
        configure(municipality, provider)
    asked = client_for(bensheim)
    answer = provider.answer(asked.post(BEGIN, secure=True)["Location"], "elif")
    for other in (client_for(butzbach), client_for(bensheim)):
        other.post(BEGIN, secure=True)
        assert other.get(answer, secure=True).status_code == 403
        assert other.get("/konto/", secure=True).status_code == 302
    assert asked.get(answer, secure=True)["Location"] == "/"
    assert asked.get(answer, secure=True).status_code == 403


@pytest.mark.attack
def test_a_copied_configuration_is_worth_nothing_elsewhere(
    provider: Provider,
    here: None,
    database: Servers,
    bensheim: MunicipalityRef,
    butzbach: MunicipalityRef,
    client_for: Any,
) -> None:
    """The secret is sealed for its realm; it never stands in the table."""
    configure(bensheim, provider)
    person(butzbach, Role.GUIDE)
    with inside(realm_of(bensheim)):
        assert "a-very-good-secret" not in str(SocialApp.objects.values().get())
    with database.superuser_connection() as admin:
        copy = f"INSERT INTO {butzbach.schema}.socialaccount_socialapp OVERRIDING SYSTEM VALUE SELECT * FROM"
        admin.execute(f"{copy} {bensheim.schema}.socialaccount_socialapp")
    assert come_back(client_for(butzbach), provider, "elif").status_code == 403


def test_a_provider_that_does_not_answer_is_said(
    provider: Provider, here: None, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """502 and a German page, no error of ours; the other ways in go on working."""
    configure(bensheim, provider, server_url="http://127.0.0.1:9")
    answer = client_for(bensheim).post(BEGIN, secure=True)
    assert answer.status_code == 502
    assert "antwortet gerade nicht" in answer.content.decode()
    configure(bensheim, provider, server_url=f"{provider.address}/enter")
    assert client_for(bensheim).post(BEGIN, secure=True).status_code == 502


@pytest.mark.parametrize("query", ["", "?error=access_denied&state=x", "?code=x&state=y", "?code=x", "?state=%00"])
def test_made_up_answers_are_refused(
    provider: Provider, here: None, bensheim: MunicipalityRef, client_for: Any, query: str
) -> None:
    """403, in German."""
    configure(bensheim, provider)
    answer = client_for(bensheim).get(CALLBACK + query, secure=True)
    assert answer.status_code == 403
    assert "nicht bestätigt" in answer.content.decode()


def test_where_none_is_set_up_there_is_none(bensheim: MunicipalityRef, client_for: Any) -> None:
    """404, and no button."""
    client = client_for(bensheim)
    assert client.post(BEGIN, secure=True).status_code == 404
    assert client.get(CALLBACK, secure=True).status_code == 404
    assert "/anmelden/dienst/" not in client.get("/anmelden/", secure=True).content.decode()


def test_the_providers_second_factor_counts_if_the_coordinator_says_so(
    provider: Provider, here: None, bensheim: MunicipalityRef, client_for: Any, settings: Any
) -> None:
    """Else one has to be set up here."""
    settings.KISI_SECOND_FACTOR_REQUIRED = True
    person(bensheim, Role.GUIDE)
    for counts, expected in ((False, 302), (True, 200)):
        configure(bensheim, provider, has_second_factor=counts)
        client = client_for(bensheim)
        come_back(client, provider, "elif")
        assert client.get("/konto/", secure=True).status_code == expected


def test_it_is_set_up_on_screen(provider: Provider, here: None, bensheim: MunicipalityRef, client_for: Any) -> None:
    """The address is tried at once; the secret is never shown again."""
    client = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    secret = "a-very-good-secret"
    data = {"name": "Rathaus", "server_url": f"{provider.address}/o/", "client_id": "kisi", "secret": secret}
    for wrong in (
        "x",
        "ftp://127.0.0.1/",
        "http://",
        "http://127.0.0.1:9/",
        f"{provider.address}/enter",
        "http://[::1",
    ):
        answer = client.post("/personen/anmeldedienst/", {**data, "server_url": wrong}, secure=True)
        assert answer.status_code == 422, wrong
    assert client.post("/personen/anmeldedienst/", {**data, "secret": ""}, secure=True).status_code == 422
    assert client.post("/personen/anmeldedienst/", data, secure=True).status_code == 302
    page = client.get("/personen/anmeldedienst/", secure=True).content.decode()
    assert "a-very-good-secret" not in page
    assert f"http://bensheim.kisi.localhost:8000{CALLBACK}" in page
    renamed = {**data, "secret": "", "name": "Anders"}
    assert client.post("/personen/anmeldedienst/", renamed, secure=True).status_code == 302
    person(bensheim, Role.GUIDE)
    assert come_back(client_for(bensheim), provider, "elif")["Location"] == "/"
    client.post("/personen/anmeldedienst/entfernen/", secure=True)
    with inside(realm_of(bensheim)):
        assert not SocialApp.objects.exists()
        remove_municipal_sign_in(by=SYSTEM)
        assert Entry.objects.filter(event="accounts.municipal_sign_in_removed").count() == 1


@pytest.mark.attack
def test_the_own_network_is_not_asked(bensheim: MunicipalityRef, client_for: Any, settings: Any) -> None:
    """T32: whatever way the address is written; a listener counts."""
    settings.KISI_OUTGOING_HTTP = True
    client = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        hosts = (
            "127.0.0.1", "localhost", "kisi.localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0.0.0.0",  # noqa: S104 (asked, not bound)
            "[::1]", "[::ffff:127.0.0.1]", "[::]", "[64:ff9b::7f00:1]", "169.254.169.254", "10.0.0.1",
        )  # fmt: skip
        for host in hosts:
            data = {"name": "x", "server_url": f"http://{host}:{port}", "client_id": "x", "secret": "x"}
            answer = client.post("/personen/anmeldedienst/", data, secure=True)
            assert answer.status_code == 422, host
            with pytest.raises(TimeoutError):
                listener.accept()
        settings.KISI_PERMITTED_NETWORKS = [ipaddress.ip_network("127.0.0.0/8")]
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.3
        data = {"name": "x", "server_url": f"http://127.0.0.1:{port}", "client_id": "x", "secret": "x"}
        client.post("/personen/anmeldedienst/", data, secure=True)
        listener.accept()[0].close()
