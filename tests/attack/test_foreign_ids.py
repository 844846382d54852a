"""T25: the id of another town's object is answered as an id that nobody has – same body, same statements, same time.

Clocks on shared machines are noisy, so every day answers and statements are compared for every address.
``KISI_ATTACK_TIMINGS`` (0; the long run takes 1000) measures so many answers of each kind, in turn.
"""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.needs.models import Need
from tenants.needs.views import needs
from tests.accounts import person, sign_in
from tests.attack.addresses import routes
from tests.attack.canaries import Canaries, town_models
from tests.attack.conftest import effort
from tests.attack.rank_test import p_value
from tests.servers import Servers

pytestmark = [pytest.mark.attack, pytest.mark.timeout(1800)]

FOREIGN, NOBODYS = 4242, 7373
"""Of the same length, as a body may repeat them."""
TIMINGS = effort("KISI_ATTACK_TIMINGS", 0)
TIMED: Final = ("/bedarfe/{}/", "/anlaufstellen/{}/", "/erhebungen/{}/", "/personen/{}/", "/frageboegen/{}/")
LEAST_P: Final = 0.01
_CONVERTER: Final = re.compile(r"<(?:(\w+):)?\w+>")
_CHANGING: Final = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|value="\d{9,}[^"]*"')


@dataclass(frozen=True)
class Seen:
    """What somebody outside can see of an answer, and what the database was asked for."""

    status: int
    location: str
    body: str
    statements: tuple[str, ...]


@pytest.fixture
def intruder(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Callable[..., Client]
) -> Client:
    """Bensheim's coordinator; every table of Butzbach has a row with the foreign id, no table of Bensheim has."""
    with database.superuser_connection() as admin:
        for model in town_models():
            key = model._meta.pk
            if key is not None and key.get_internal_type() in {"BigAutoField", "AutoField"}:
                table, column = f"{butzbach.schema}.{model._meta.db_table}", key.column
                admin.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" RESTART WITH {FOREIGN}')
        Canaries([butzbach]).plant(admin)
        row = admin.execute(f"SELECT id FROM {butzbach.schema}.needs_need").fetchall()
    assert row == [(FOREIGN,)]
    return sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)


def addresses_with_ids() -> list[str]:
    """Every address of a workspace with an object's number in it, as a format for the number."""
    found = [route for route in routes("kisi.urls_tenant") if "<int:" in route and not route.startswith("/galerie/")]
    return sorted(_CONVERTER.sub(lambda match: "{0}" if match[1] == "int" else "x", route) for route in found)


def ask(client: Client, method: str, address: str, number: int) -> Seen:
    """One answer, with the number and what changes each time left out."""
    statements: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        answer: Any = getattr(client, method)(address.format(number), secure=True)
    body = b"".join(answer) if answer.streaming else answer.content
    plain = _CHANGING.sub("", body.decode(errors="replace")).replace(str(number), "ID")
    return Seen(answer.status_code, answer.get("Location", "").replace(str(number), "ID"), plain, tuple(statements))


def differences(client: Client, addresses: list[str]) -> list[str]:
    """Addresses that answer a foreign id otherwise than nobody's; each is asked once before, for what is kept then."""
    found = []
    for method in ("get", "post"):
        for address in addresses:
            ask(client, method, address, NOBODYS)
            seen = [ask(client, method, address, number) for number in (FOREIGN, NOBODYS)]
            if seen[0] != seen[1]:
                parts = [name for name in vars(seen[0]) if getattr(seen[0], name) != getattr(seen[1], name)]
                found.append(f"{method} {address}: {', '.join(parts)}")
    return found


def test_a_foreign_id_is_nobodys_id(intruder: Client) -> None:
    addresses = addresses_with_ids()
    assert len(addresses) > 40
    assert differences(intruder, addresses) == []
    found = [ask(intruder, "get", address.format("{0}"), FOREIGN).status for address in TIMED]
    assert found == [404] * len(TIMED)


def looking_next_door(town: MunicipalityRef, *, says_so: bool) -> Callable[..., Need]:
    """The planted fault: who looks in vain here looks there too."""

    def get(model: Any, *rules: Any, **more: Any) -> Need:
        found = Need.objects.filter(pk=more["pk"]).first()
        if found is not None:
            return found
        with inside(realm_of(town)):
            is_there = Need.objects.filter(pk=more["pk"]).exists()
            if is_there:
                Need.objects.count()
        raise Http404("Diesen Bedarf gibt es in einer anderen Kommune." if is_there and says_so else "")

    return get


def test_a_planted_look_next_door_is_found(
    intruder: Client, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One statement more, where the row is there."""
    monkeypatch.setattr(needs, "get_object_or_404", looking_next_door(butzbach, says_so=False))
    assert differences(intruder, ["/bedarfe/{0}/"]) == ["get /bedarfe/{0}/: statements"]


def times(client: Client, address: str, number: int) -> dict[int, list[float]]:
    """So many seconds for either id, in a random order."""
    taken: dict[int, list[float]] = {FOREIGN: [], NOBODYS: []}
    for _ in range(number):
        for one in random.sample(list(taken), 2):
            started = time.perf_counter()
            client.get(address.format(one), secure=True)
            taken[one].append(time.perf_counter() - started)
    return taken


@pytest.mark.skipif(not TIMINGS, reason="KISI_ATTACK_TIMINGS: Zeiten werden nur auf Wunsch gemessen.")
def test_the_clock_tells_nothing(intruder: Client, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five tests at one per cent would fail every twentieth time: what is suspicious is measured once more."""
    for address in TIMED:
        taken = times(intruder, address, TIMINGS)
        p = p_value(taken[FOREIGN], taken[NOBODYS])
        medians = [round(1000 * statistics.median(one), 2) for one in taken.values()]
        print(f"{address}: p = {p:.3f}, medians {medians} ms")
        if p <= LEAST_P:
            again = times(intruder, address, TIMINGS)
            assert p_value(again[FOREIGN], again[NOBODYS]) > LEAST_P, address
    monkeypatch.setattr(needs, "get_object_or_404", looking_next_door(butzbach, says_so=False))
    taken = times(intruder, "/bedarfe/{0}/", TIMINGS)
    p = p_value(taken[FOREIGN], taken[NOBODYS])
    print(f"planted: p = {p:.2g}")
    assert p <= LEAST_P


def test_the_rank_test_knows_one_set_from_another() -> None:
    """Shifted, equal, and all alike."""
    chance = random.Random(1)
    some = [chance.gauss(10, 1) for _ in range(500)]
    assert p_value(some, [value + 0.3 for value in some]) < 1e-4
    assert p_value(some, some) > 0.99
    assert p_value([1.0] * 30, [1.0] * 30) == 1.0
