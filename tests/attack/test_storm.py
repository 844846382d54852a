"""T12 and T13: threads, exceptions, streams, hooks and async code – never another town's row, never one misfiled."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.core.handlers.asgi import ASGIHandler
from django.db import connection, transaction

from kisi.core import realms
from kisi.core.realms import MunicipalityRef, NoRealm, Realm, inside, realm_of
from kisi.tenancy import connections, middleware
from kisi.tenancy.backend.base import RealmChangedInTransaction
from kisi.tenancy.connections import STORE
from tests.attack.canaries import Canaries
from tests.attack.conftest import effort
from tests.attack.probe.front import front_server
from tests.attack.probe.views import note_down, standing
from tests.attack.storm import Storm, ask_in_process, ask_over_http
from tests.servers import Servers

pytestmark = pytest.mark.attack
PROBE = "tests.attack.probe.urls"


@pytest.fixture
def probe(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The probe's pages behind the platform's real middleware, in this process; expected errors are not printed."""
    settings.ROOT_URLCONF = PROBE
    monkeypatch.setattr(middleware, "PUBLIC_URLCONF", PROBE)
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def test_a_storm_in_one_process(database: Servers, canaries: Canaries, probe: None) -> None:
    """16 threads; ``KISI_ATTACK_REQUESTS=100000`` for the long run."""
    storm = Storm(canaries, ask_in_process())
    outcome = storm.run(effort("KISI_ATTACK_REQUESTS", 4000), threads=16)
    assert outcome.wrong == []
    assert outcome.broken > outcome.answered / 20
    with database.superuser_connection() as admin:
        assert storm.misfiled(admin) == []
        assert storm.unlike_the_ledger(admin) == []
        assert canaries.leaks_in_tables(admin) == []
    assert len(outcome.kept) > outcome.answered / 10
    assert STORE.counts()["lent"] == 0, "a connection was not given back"


def test_a_storm_through_the_front_server(
    database: Servers, canaries: Canaries, environment: dict[str, str], tmp_path: Path
) -> None:
    """The same over HTTP, 8 server threads, 16 clients on kept connections."""
    with front_server(environment, tmp_path / "front.log") as port:
        storm = Storm(canaries, ask_over_http(port), seed=2)
        outcome = storm.run(effort("KISI_ATTACK_REQUESTS", 4000) // 4, threads=16)
    assert outcome.wrong == []
    with database.superuser_connection() as admin:
        assert storm.misfiled(admin) == []
        assert storm.unlike_the_ledger(admin) == []


def test_connections_are_cut_during_a_storm(database: Servers, canaries: Canaries, probe: None) -> None:
    """The server ends connections at random: errors there may be, wrong towns not."""
    storm = Storm(canaries, ask_in_process(), seed=3)
    ended = threading.Event()

    def cut() -> None:
        with database.superuser_connection() as admin:
            while not ended.wait(0.05):
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE usename LIKE 'm\\_%' AND random() < 0.2"
                )

    cutter = threading.Thread(target=cut)
    cutter.start()
    try:
        outcome = storm.run(effort("KISI_ATTACK_REQUESTS", 4000) // 4, threads=16)
    finally:
        ended.set()
        cutter.join()
    assert [fault for fault in outcome.wrong if not is_an_error(fault)] == []
    assert 0 < len(outcome.wrong) < outcome.answered / 2
    with database.superuser_connection() as admin:
        assert storm.misfiled(admin) == []


def is_an_error(fault: str) -> bool:
    """An answer that says it failed, or a stream that broke off, is no leak."""
    return any(f": {status} " in fault for status in (0, 500, 503))


# -- asynchronous code ----------------------------------------------------------------------------


async def _ask_asgi(application: ASGIHandler, host: str, path: str) -> tuple[int, str]:
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", host.encode())],
        "scheme": "http",
        "server": ("x", 80),
    }
    communicator = ApplicationCommunicator(application, scope)
    await communicator.send_input({"type": "http.request", "body": b"", "more_body": False})
    start = await communicator.receive_output(timeout=20)
    body, more = b"", True
    while more:
        part = await communicator.receive_output(timeout=20)
        body, more = body + part.get("body", b""), part.get("more_body", False)
    return start["status"], body.decode()


def test_under_asgi_every_answer_is_the_right_towns(canaries: Canaries, probe: None) -> None:
    """Many requests at once on one event loop: pages, async pages, streams."""
    chance = random.Random(4)
    application = ASGIHandler()
    asked = [(chance.choice(canaries.towns), chance.choice(["/where", "/together", "/stream/3"])) for _ in range(150)]

    async def ask_all() -> list[tuple[int, str]]:
        answers: list[tuple[int, str]] = []
        for start in range(0, len(asked), 15):
            chunk = asked[start : start + 15]
            answers += await asyncio.gather(
                *[_ask_asgi(application, f"{town.slug}.kisi.localhost", path) for town, path in chunk]
            )
        return answers

    storm = Storm(canaries, ask=lambda _host, _path: (0, ""))
    wrong = [
        fault
        for (town, path), (status, body) in zip(asked, asyncio.run(ask_all()), strict=True)
        for fault in storm._faults(town, path, status, body)
    ]
    assert wrong == []


def test_gathered_coroutines_keep_their_own_realm(canaries: Canaries, towns: list[MunicipalityRef]) -> None:
    """Two towns interleaved on one loop, thread-sensitive or not: one's own rows, or an error."""

    async def visit(town: MunicipalityRef, *, sensitive: bool) -> tuple[MunicipalityRef, Any]:
        with inside(realm_of(town)):
            await asyncio.sleep(0.001)
            answer = await sync_to_async(_standing_and_closed, thread_sensitive=sensitive)()
            await asyncio.sleep(0.001)
            return town, answer

    async def visit_all() -> list[tuple[MunicipalityRef, Any]]:
        return await asyncio.gather(*[visit(towns[n % 3], sensitive=n % 2 == 0) for n in range(60)])

    answers = asyncio.run(visit_all())
    assert [answer for town, answer in answers if answer["schema"] != town.schema] == []
    assert [town for town, answer in answers if canaries.owners_in(json.dumps(answer)) != {town.schema}] == []


def _standing_and_closed() -> dict[str, Any]:
    try:
        return standing()
    finally:
        connection.close()


def test_a_thread_starts_without_a_realm(in_bensheim: MunicipalityRef) -> None:
    """What a request starts beside itself has to say where it runs."""
    seen: list[BaseException] = []

    def work() -> None:
        try:
            standing()
        except NoRealm as error:
            seen.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(seen) == 1


def test_a_hook_after_the_commit_cannot_write_elsewhere(database: Servers, towns: list[MunicipalityRef]) -> None:
    """``on_commit`` of one town runs in that town, even when the block around it was entered from another."""
    here, there = towns[:2]
    with inside(realm_of(there)):
        with inside(realm_of(here)), transaction.atomic():
            transaction.on_commit(lambda: note_down("hook"))
            with inside(realm_of(there)), pytest.raises(RealmChangedInTransaction):
                note_down("nested")
        connection.close()
    with database.superuser_connection() as admin:
        rows = admin.execute(f"SELECT session_data FROM {here.schema}.django_session").fetchall()
        assert rows == [(f"{here.schema}|{here.schema}|{here.schema}",)]
        assert admin.execute(f"SELECT count(*) FROM {there.schema}.django_session").fetchone() == (0,)


# -- planted leaks --------------------------------------------------------------------------------


def test_a_planted_shared_role_is_found(canaries: Canaries, probe: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One pool for all towns, and connections handed out without a look at them."""
    monkeypatch.setattr(Realm, "connection_key", property(lambda _self: ("shared", "", "")))
    monkeypatch.setattr(connections, "stands_in", lambda _connection, _realm: True)
    storm = Storm(canaries, ask_in_process(), seed=5)
    outcome = storm.run(320, threads=8)
    STORE.close_idle()
    assert any("'s word in" in fault for fault in outcome.wrong)


def test_with_only_the_pool_shared_nothing_leaks(
    canaries: Canaries, probe: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look at a connection is a second line of its own: with it, the planted pool gives no wrong answer."""
    monkeypatch.setattr(Realm, "connection_key", property(lambda _self: ("shared", "", "")))
    storm = Storm(canaries, ask_in_process(), seed=5)
    outcome = storm.run(320, threads=8)
    STORE.close_idle()
    assert [fault for fault in outcome.wrong if "'s word in" in fault] == []


class _SharedByAllThreads:
    """A realm kept on one object for the whole process, as django-tenants keeps its stack (TENANCY.md, defect 1)."""

    def __init__(self) -> None:
        self.value: Realm | None = None

    def get(self) -> Realm | None:
        return self.value

    def set(self, value: Realm | None) -> Realm | None:
        before, self.value = self.value, value
        return before

    def reset(self, before: Realm | None) -> None:
        self.value = before


def test_a_planted_process_wide_realm_is_found(
    canaries: Canaries, probe: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two threads swap towns; the rows say so, though every connection is somebody's own."""
    monkeypatch.setattr(realms, "_current", _SharedByAllThreads())
    storm = Storm(canaries, ask_in_process(), seed=6)
    outcome = storm.run(640, threads=8)
    connection.close()
    assert any("'s word in" in fault or "stood in" in fault for fault in outcome.wrong)
