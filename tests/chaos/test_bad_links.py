"""T40: a slow or broken network between the platform and its servers, on the real web server and a real worker.

Every answer comes in bounded time, „come again“ (503) in a German page where nothing else can be said; no wrong
data, nobody hangs, and when the link is good again everything works. Every day the worst fault (a link that falls
silent) is tried; ``KISI_BAD_LINKS=all`` tries every fault on both links.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection

from kisi.core.realms import CENTRAL, inside, realm_of
from kisi.mail.models import OutgoingMail
from kisi.tenancy.bounded import BoundedConnection
from kisi.tenancy.health import WORKER_SEEN_KEY
from kisi.tenancy.heartbeat import heartbeat
from tests.chaos.bustle import SESSION, Bustle
from tests.chaos.fault_proxy import Fault, FaultProxy, proxy_to
from tests.chaos.ledger_checks import compare
from tests.chaos.people import Browser, Ledger, busy
from tests.chaos.stage import Stage, on_stage, own_servers, wait_for, working
from tests.servers import DATABASE, Servers

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]

CONNECT_SECONDS, ANSWER_SECONDS = 2, 1
BOUND = 15.0
"""Seconds until the last answer: in a request several tries may follow each other, and some wait in line."""
WAKE_UP_BOUND = 5.0
"""A page that wakes a task: a second for the message, one for what else asks the broker, and a busy machine."""
BACK_WITHIN = 10.0
WORKER_BACK_WITHIN = 40.0
"""A worker notices after ``socket_timeout`` that its broker has fallen silent."""
ALL = [(link, fault) for link in ("database", "broker") for fault in list(Fault)[1:]]
IS_LONG = os.environ.get("KISI_BAD_LINKS") == "all"


@dataclass
class Linked:
    """A platform whose links can be spoilt."""

    stage: Stage
    links: dict[str, FaultProxy]
    bustle: Bustle


class Impatient(BoundedConnection):
    """Gives up soon."""

    answer_seconds = 0.5


@pytest.fixture(scope="module")
def linked(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Linked]:
    """Web server and worker that reach database and broker through proxies; the tests of this module share them."""
    logs = tmp_path_factory.mktemp("logs")
    with ExitStack() as stack:
        own = stack.enter_context(own_servers(servers, durable=False))
        database = stack.enter_context(proxy_to(own.postgres.socket_folder / ".s.PGSQL.5432"))
        broker = stack.enter_context(proxy_to(own.valkey.port))
        more = {
            "KISI_DATABASE_URL": f"postgresql://127.0.0.1:{database.port}/{DATABASE}?connect_timeout={CONNECT_SECONDS}",
            "KISI_DATABASE_ANSWER_SECONDS": str(ANSWER_SECONDS),
            "KISI_REDIS_URL": own.redis_url.replace(str(own.valkey.port), str(broker.port)),
        }
        stack.enter_context(working(own, logs / "worker.log", more=more))
        stage = stack.enter_context(on_stage(own, logs / "web.log", more=more))
        bustle = Bustle(own, stage.port, participants=1)
        wait_for(bustle.all_work, what="the towns' pages")
        yield Linked(stage, {"database": database, "broker": broker}, bustle)


@pytest.mark.parametrize(("link", "fault"), ALL if IS_LONG else [("database", Fault.SILENT)])
def test_everybody_is_answered_in_time_and_nothing_is_wrong(linked: Linked, link: str, fault: Fault) -> None:
    bustle, proxy = linked.bustle, linked.links[link]
    bustle.over.clear()
    bustle.ledger = ledger = Ledger(acknowledged=bustle.ledger.acknowledged, unsure=bustle.ledger.unsure)
    with busy(bustle.jobs()):
        time.sleep(0.5)
        proxy.set(fault)
        broken_at = time.monotonic()
        time.sleep(4 if IS_LONG else 2)
        proxy.set(Fault.NONE)
        took = wait_for(bustle.all_work, what="the towns' pages", seconds=BACK_WITHIN)
        healed_at = time.monotonic()
        time.sleep(0.5)
        bustle.over.set()
    meanwhile, slowest = ledger.statuses(since=broken_at), max(answer[1] for answer in ledger.answers)
    print(f"{link} {fault}: {dict(meanwhile)}, slowest {slowest:.2f} s, back after {took:.2f} s")
    assert compare(linked.stage.servers, bustle.towns, ledger).problems() == {}
    assert ledger.wrong == []
    assert slowest < BOUND
    assert set(meanwhile) <= {200, 302, 503}
    assert set(ledger.statuses(since=healed_at)) <= {200, 302}
    if fault in {Fault.CUT, Fault.SILENT} and link == "database":
        assert ledger.refusals["503"].startswith("30 ")
        assert "Gleich wieder da" in ledger.refusals["503"]


def test_signing_in_without_a_broker_is_a_503_in_time(linked: Linked) -> None:
    """Without a counter nobody is let through (decision 0010), and nobody waits for ever to hear so."""
    browser = Browser(linked.stage.port, "bensheim", Ledger())
    page = browser.ask("GET", "/anmelden/")
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    linked.links["broker"].set(Fault.SILENT)
    try:
        sent = {"csrfmiddlewaretoken": token, "login": "coordinator@example.org", "password": "falsch"}
        answer = browser.ask("POST", "/anmelden/", sent)
    finally:
        linked.links["broker"].set(Fault.NONE)
    assert (answer.status, answer.retry_after) == (503, "30")
    assert answer.seconds < BOUND


def test_a_wake_up_that_cannot_be_sent_keeps_nobody_waiting(linked: Linked) -> None:
    """An invitation while the broker is silent: stored and answered, its letter waits for the sweeper."""
    browser = Browser(linked.stage.port, "bensheim", Ledger(), {SESSION: linked.bustle.sessions["bensheim"]})
    page = browser.ask("GET", "/personen/einladen/")
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    sent = {"csrfmiddlewaretoken": token, "email": "neu@example.org", "name": "Neu", "role": "guide"}
    linked.links["broker"].set(Fault.SILENT)
    try:
        answer = browser.ask("POST", "/personen/einladen/", sent)
    finally:
        linked.links["broker"].set(Fault.NONE)
    print(f"invitation with a silent broker: {answer.status} after {answer.seconds:.2f} s")
    assert answer.status == 302
    assert answer.seconds < WAKE_UP_BOUND
    with inside(realm_of(linked.bustle.towns[0])):
        assert OutgoingMail.objects.filter(recipient="neu@example.org").count() == 1


@pytest.mark.parametrize(("link", "fault"), ALL if IS_LONG else [("broker", Fault.SILENT)])
def test_a_worker_does_not_hang(linked: Linked, link: str, fault: Fault) -> None:
    """A wake-up that is sent while the link is bad is worked on when it is good again, by the same worker."""
    linked.links[link].set(fault)
    try:
        with inside(CENTRAL):
            heartbeat.delay()
        time.sleep(ANSWER_SECONDS + 1)
    finally:
        linked.links[link].set(Fault.NONE)
    asked_at = time.time()
    with inside(CENTRAL):
        heartbeat.delay()
        took = wait_for(
            lambda: (cache.get(WORKER_SEEN_KEY) or 0) >= asked_at, what="the worker", seconds=WORKER_BACK_WITHIN
        )
    print(f"worker, {link} {fault}: back after {took:.2f} s")


def test_a_connection_without_a_bound_is_found(linked: Linked) -> None:
    """The planted fault: what psycopg does by itself, and on what the tests above would wait for ever."""
    proxy = linked.links["database"]
    with inside(CENTRAL):
        params = connection.get_connection_params() | {"host": "127.0.0.1", "port": proxy.port, "autocommit": True}
    careless, bounded = psycopg.connect(**params), Impatient.connect(**params)
    proxy.set(Fault.SILENT)
    waiting = threading.Thread(target=lambda: careless.execute("SELECT 1"), daemon=True)
    waiting.start()
    with pytest.raises(psycopg.OperationalError, match=r"within 0\.5 seconds"):
        bounded.execute("SELECT 1")
    assert bounded.closed
    waiting.join(1.0)
    assert waiting.is_alive()
    proxy.set(Fault.NONE)
    waiting.join(5.0)
    careless.close()
