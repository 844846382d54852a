"""The token endpoint, and what a token is worth where."""

from __future__ import annotations

import base64
import itertools
from datetime import timedelta

import pytest
from django.utils import timezone
from oauth2_provider.models import AccessToken

from api.clients import ClientRefused, UnknownClient, UnknownScope, create_client, revoke_client
from api.models import Client
from kisi.audit.models import Entry
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from tests.api.caller import EVERYTHING, Answer, Caller, ask_for_token, new_caller
from tests.servers import Servers

FORM = "application/x-www-form-urlencoded"


def make(*scopes: str) -> tuple[str, str]:
    """A new client's id and secret."""
    with inside(CENTRAL):
        return create_client("Fachverfahren", scopes or EVERYTHING)


def ask(body: str, authorization: str = "", path: str = "/api/oauth/token", content_type: str = FORM) -> Answer:
    """A request to the token endpoint, spelled out."""
    headers = {"authorization": authorization} if authorization else {}
    return Caller()("POST", path, body.encode(), content_type=content_type, **headers)


def basic(client_id: str, secret: str, scheme: str = "Basic") -> str:
    """The header's value."""
    return f"{scheme} " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def test_a_client_gets_a_token_for_all_its_scopes(database: Servers) -> None:
    """As CONTRACT.md says, with the OAuth answer's fields."""
    answer = ask_for_token(*make())
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["expires_in"] == 3600
    assert set(answer.json["scope"].split()) == set(EVERYTHING)


def test_a_token_may_have_fewer_scopes_but_not_more(database: Servers) -> None:
    """Asking for what the client has not is refused, with both the OAuth and the problem fields."""
    client_id, secret = make("municipalities:read", "metrics:read")
    assert ask_for_token(client_id, secret, scope="metrics:read").json["scope"] == "metrics:read"
    refused = ask_for_token(client_id, secret, scope="municipalities:write")
    assert (refused.status, refused.json["error"]) == (400, "invalid_scope")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json["type"].endswith("#problem-token-refused")


def test_secret_and_token_are_kept_as_hashes_only(database: Servers) -> None:
    """Whoever reads the database can do nothing with what is there."""
    client_id, secret = make()
    token = ask_for_token(client_id, secret).json["access_token"]
    with database.superuser_connection() as outside:
        rows = outside.execute(
            "SELECT c::text FROM public.api_client c UNION ALL SELECT t::text FROM public.oauth2_provider_accesstoken t"
        ).fetchall()
    dump = "\n".join(row[0] for row in rows)
    assert client_id in dump
    assert secret not in dump
    assert token not in dump


OTHER_FORMS = {
    "grant_type=password&username=a&password=b": "unsupported_grant_type",
    "grant_type=authorization_code&code=a": "unsupported_grant_type",
    "": "invalid_request",
    "grant_type=": "invalid_request",
    "grant_type=client_credentials&grant_type=client_credentials": "invalid_request",
    "grant_type=client_credentials&scope=a%00b": "invalid_scope",
}


def test_only_client_credentials(database: Servers) -> None:
    """Other grants, and forms that cannot be understood."""
    authorization = basic(*make())
    answers = {body: ask(body, authorization) for body in OTHER_FORMS}
    assert {body: answer.json["error"] for body, answer in answers.items()} == OTHER_FORMS
    assert {answer.status for answer in answers.values()} == {400}
    named = {body: list(answer.codes) for body, answer in answers.items()}
    assert named == {body: ["/scope" if "scope" in body else "/grant_type"] for body in OTHER_FORMS}


def test_refusals_are_german_and_say_the_right_way(database: Servers) -> None:
    """No sentence of the library beside ours, and JSON is told to come as a form."""
    authorization = basic(*make())
    for body in OTHER_FORMS:
        assert "error_description" not in ask(body, authorization).json
    refused = ask("{}", authorization, content_type="application/json")
    assert refused.status == 415
    assert FORM in refused.json["detail"]


def test_the_secret_belongs_in_the_header(database: Servers) -> None:
    """Neither the body nor the address may carry it; the scheme's case does not matter."""
    client_id, secret = make()
    body = f"grant_type=client_credentials&client_id={client_id}&client_secret={secret}"
    assert ask(body).status == 401
    address = f"/api/oauth/token?client_id={client_id}&client_secret={secret}"
    assert ask("grant_type=client_credentials", path=address).status == 400
    assert ask("grant_type=client_credentials", basic(client_id, secret, "basic")).status == 200


def test_what_is_no_sign_in_is_401(database: Servers) -> None:
    """With the challenge that names Basic, and never 500."""
    wrong = ["", "Basic", "Basic !!!", "Basic äöü", "Basic Og==", "Basic YQ==", "Bearer abc", "Digest a=b"]
    wrong += [basic("nobody", "secret"), basic("a%00b", "x"), basic("a" * 5000, "x"), basic(make()[0], "guess")]
    for header in wrong:
        answer = ask("grant_type=client_credentials", header)
        assert (answer.status, answer.json["error"]) == (401, "invalid_client"), header
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")
        assert list(answer.codes) == ["Authorization"]


def test_wrong_content_types_and_methods(database: Servers) -> None:
    """JSON is not what RFC 6749 says; GET would write the secret into logs."""
    authorization = basic(*make())
    assert ask('{"grant_type": "client_credentials"}', authorization, content_type="application/json").status == 415
    assert Caller()("GET", "/api/oauth/token").status == 405
    assert ask("grant_type=client_credentials&x=" + "y" * 70_000, authorization).status == 413


def test_a_revoked_client_gets_nothing_and_its_token_is_worth_nothing(database: Servers) -> None:
    """At once, and with an audit row for both ends of its life."""
    client_id, secret = make()
    caller = Caller(ask_for_token(client_id, secret).json["access_token"])
    assert caller("GET", "/api/v1/municipalities").status == 200
    with inside(CENTRAL):
        revoke_client(client_id)
        revoke_client(client_id)
        events = list(Entry.objects.order_by("sequence").values_list("event", flat=True))
    assert events == ["api.client_created", "api.client_revoked"]
    assert caller("GET", "/api/v1/municipalities").status == 401
    assert ask_for_token(client_id, secret).status == 401


def test_a_token_of_a_client_that_is_revoked_by_hand_is_refused_too(database: Servers) -> None:
    """The client is looked at with every request, not only when the token is issued."""
    caller = new_caller()
    with inside(CENTRAL):
        Client.objects.update(revoked_at=timezone.now())
        assert AccessToken.objects.count() == 1
    assert caller("GET", "/api/v1/municipalities").status == 401


def test_an_expired_token_is_401(database: Servers) -> None:
    """With the challenge's error, so that programs know that a new one helps."""
    caller = new_caller()
    with inside(CENTRAL):
        AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    answer = caller("GET", "/api/v1/municipalities")
    assert answer.status == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_what_is_no_token_is_401(database: Servers) -> None:
    """Never 500."""
    for header in ("Bearer", "Bearer ", "Bearer x", "bearer x y", "Bearer \x80\xff", "Token x", "Basic eDp5"):
        answer = Caller()("GET", "/api/v1/municipalities", authorization=header)
        assert answer.status == 401, header
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_a_token_counts_in_the_header_only(database: Servers) -> None:
    """Addresses stand in logs; bodies are for data; cookies come along unasked."""
    token = new_caller().token
    stranger = Caller()
    assert stranger("GET", f"/api/v1/municipalities?access_token={token}").status == 401
    form = f"access_token={token}".encode()
    assert stranger("POST", "/api/v1/municipalities", form, content_type=FORM).status == 401
    cookie = f"access_token={token}; __Host-kisi_session={token}"
    assert stranger("GET", "/api/v1/municipalities", cookie=cookie).status == 401


@pytest.mark.attack
def test_a_token_is_worth_nothing_on_a_workspace_host(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """T04: refused on every municipality's host, and no municipality's role can even read the table of tokens."""
    caller = new_caller()
    paths = ("/api/v1/municipalities", "/api/oauth/token", "/api/v1/onboardings/x", "/api/v1/metrics")
    for municipality in (bensheim, butzbach):
        for method, path in itertools.product(("GET", "POST"), paths):
            answer = caller.at(municipality)(method, path)
            assert answer.status in {401, 403, 404}, (municipality.slug, method, path)
        with database.superuser_connection() as outside:
            readable = outside.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
                " AND (relname LIKE 'oauth2%%' OR relname LIKE 'api%%')"
                " AND has_any_column_privilege(%s, oid, 'SELECT')",
                [municipality.schema],
            ).fetchall()
        assert readable == []


def test_scopes_and_clients_that_do_not_exist(database: Servers) -> None:
    """Said in one sentence that names what there is."""
    with inside(CENTRAL):
        with pytest.raises(UnknownScope, match="municipalities:read"):
            create_client("Fachverfahren", ["everything"])
        with pytest.raises(UnknownScope):
            create_client("Fachverfahren", [])
        for name in ["", "  ", "a\nb", "\u202eneharf", "a" * 151]:
            with pytest.raises(ClientRefused, match="lesbare Zeichen"):
                create_client(name, ["metrics:read"])
        with pytest.raises(UnknownClient):
            revoke_client("nobody")
        assert not Client.objects.exists()
