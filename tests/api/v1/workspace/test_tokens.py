"""Who a token lets in: its own town, as long as it is valid; the same refusal for everything else (T04)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from kisi.accounts.models import User
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.access_tokens.models import WorkspaceToken
from tenants.workspace.models import WorkspaceSettings
from tests.accounts import person
from tests.api.caller import Answer, Caller, new_caller
from tests.api.v1.workspace.programs import host_of, program
from tests.servers import Servers

WAVES = "/api/v1/waves"


def refused(answer: Answer) -> tuple[Any, ...]:
    """What a refusal shows to the caller."""
    return (answer.status, answer.text, answer.headers["WWW-Authenticate"], answer.headers["Content-Type"])


def copy_rows(database: Servers, source: MunicipalityRef, target: MunicipalityRef) -> None:
    """Add one town's accounts and tokens to another's, row for row, ids included."""
    with database.superuser_connection() as admin:
        for table in ("accounts_user", "access_tokens_workspacetoken"):
            admin.execute("SET session_replication_role = replica")
            admin.execute(f"DELETE FROM {target.schema}.{table}")
            admin.execute(
                f"INSERT INTO {target.schema}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {source.schema}.{table}"
            )


def test_every_refusal_is_the_same(bensheim: MunicipalityRef) -> None:
    """Unknown, revoked, expired, issuer deactivated or no coordinator any more: one answer."""
    unknown = refused(Caller("kisi_" + "A" * 43, host_of(bensheim))("GET", WAVES))
    assert unknown[0] == 401
    assert 'error="invalid_token"' in unknown[2]
    assert unknown[3] == "application/problem+json"
    caller = program(bensheim)
    assert caller("GET", WAVES).status == 200
    today = timezone.localdate()
    tokens, issuer = WorkspaceToken.objects.all(), User.objects.filter(pk=person(bensheim, Role.COORDINATOR).pk)
    faults: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
        (tokens, {"revoked_at": timezone.now()}, {"revoked_at": None}),
        (tokens, {"expires_on": today.replace(year=2020)}, {"expires_on": today}),
        (issuer, {"is_active": False}, {"is_active": True}),
        (issuer, {"role": Role.GUIDE}, {"role": Role.COORDINATOR}),
    ]
    for rows, fault, back in faults:
        with inside(realm_of(bensheim)):
            rows.update(**fault)
        assert refused(caller("GET", WAVES)) == unknown, fault
        with inside(realm_of(bensheim)):
            rows.update(**back)
        assert caller("GET", WAVES).status == 200, back


def test_a_token_works_in_its_own_town_only(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """T04: as it is, and with every row copied next door; a client's token of the public host and back."""
    caller = program(bensheim)
    assert caller.at(butzbach)("GET", WAVES).status == 401
    copy_rows(database, bensheim, butzbach)
    assert caller.at(butzbach)("GET", WAVES).status == 401
    assert caller("GET", WAVES).status == 200
    assert Caller(caller.token)("GET", "/api/v1/municipalities").status == 401


def test_a_planted_hash_without_a_realm_is_found(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copied row would open the door next door."""
    for module in ("tenants.access_tokens.actions", "tenants.access_tokens.queries"):
        monkeypatch.setattr(f"{module}.token_hash", lambda token: token[:60])
    caller = program(bensheim)
    copy_rows(database, bensheim, butzbach)
    assert caller.at(butzbach)("GET", WAVES).status == 200


def test_no_other_way_to_show_a_token(bensheim: MunicipalityRef, ready: Servers, client_for: Any) -> None:
    """None at all, in the address, as Basic, a session's cookie, a client's token: 401 with the challenge."""
    caller, stranger = program(bensheim), Caller(host=host_of(bensheim))
    assert stranger("GET", WAVES).headers["WWW-Authenticate"] == 'Bearer realm="KISI"'
    assert stranger("GET", f"{WAVES}?access_token={caller.token}").status == 401
    assert stranger("GET", WAVES, authorization=f"Basic {caller.token}").status == 401
    assert stranger("GET", WAVES, authorization="Bearer ").status == 401
    assert stranger("GET", WAVES, authorization="Bearer ä\x00").status in {400, 401}
    browser = client_for(bensheim)
    with inside(realm_of(bensheim)):
        browser.force_login(person(bensheim, Role.COORDINATOR))
    assert browser.get(WAVES, secure=True).status_code == 401
    assert new_caller().at(bensheim)("GET", WAVES).status == 401


def test_the_last_day_of_use(bensheim: MunicipalityRef) -> None:
    """Is noted; no time, no address."""
    caller = program(bensheim)
    with inside(realm_of(bensheim)):
        assert WorkspaceToken.objects.get().last_used_on is None
    caller("GET", WAVES)
    with inside(realm_of(bensheim)):
        assert WorkspaceToken.objects.get().last_used_on == timezone.localdate()


def test_quota_and_entity_tag(bensheim: MunicipalityRef, butzbach: MunicipalityRef, settings: Any) -> None:
    """Each token has its own quota; 304 for who has it already; nobody else may keep it."""
    settings.KISI_API_READS_PER_MINUTE = 3
    caller, other = program(bensheim), program(butzbach)
    first = caller("GET", WAVES)
    assert first.headers["RateLimit-Policy"] == '"read";q=3;w=60'
    assert first.headers["RateLimit-Remaining"] == "2"
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert caller("GET", WAVES, if_none_match=first.headers["ETag"]).status == 304
    caller("GET", WAVES)
    assert caller("GET", WAVES).status == 429
    assert other("GET", WAVES).status == 200
    assert program(bensheim)("GET", WAVES).status == 200


def test_an_area_that_is_left_out_is_not_there(bensheim: MunicipalityRef) -> None:
    """404 as on screen, and back again with the area."""
    caller = program(bensheim)
    with inside(realm_of(bensheim)):
        current = WorkspaceSettings.current()
        current.hidden_features = ["surveys"]
        current.save()
    assert caller("GET", WAVES).status == 404
    with inside(realm_of(bensheim)):
        WorkspaceSettings.objects.update(hidden_features=[])
    assert caller("GET", WAVES).status == 200
