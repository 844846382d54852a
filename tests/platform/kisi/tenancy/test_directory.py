"""The directory: every process knows within a second who is on board, and strangers cost next to nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from kisi.core.realms import CENTRAL, PROVISIONING, MunicipalityRef, inside, realm_of
from kisi.tenancy import directory
from kisi.tenancy.directory import (
    UnknownMunicipality,
    all_municipalities,
    municipality,
    municipality_by_slug,
    realm_for_host,
)
from shared.municipalities.models import Domain, Municipality
from tests.servers import Servers, provision


def within_a_second(true: Callable[[], bool]) -> bool:
    """Whether it becomes true within a second, asked as requests would ask."""
    deadline = time.monotonic() + 1.0
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


def is_known(host: str) -> bool:
    """Whether a host has a realm."""
    try:
        realm_for_host(host)
    except UnknownMunicipality:
        return False
    return True


def changed_elsewhere(database: Servers, statement: str, *values: Any) -> None:
    """A change by another process: this one hears of it through the database only."""
    with database.superuser_connection() as admin:
        admin.execute(statement, values)


def test_by_host_id_and_slug(bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> None:
    """Three ways to one municipality, in the order of coming on board."""
    assert realm_for_host("bensheim.kisi.localhost") == realm_of(bensheim)
    assert municipality(bensheim.id) == municipality_by_slug("bensheim") == bensheim
    assert [ref.slug for ref in all_municipalities()] == ["bensheim", "butzbach", "oestrich-winkel"]


@pytest.mark.parametrize("look_up", [lambda: municipality(999), lambda: municipality_by_slug("nirgendwo")])
def test_unknown(database: Servers, look_up: Callable[[], object]) -> None:
    """An error, never a default."""
    with pytest.raises(UnknownMunicipality):
        look_up()


def test_a_change_of_status_is_known_within_a_second(database: Servers, bensheim: MunicipalityRef) -> None:
    """Suspension by another process."""
    changed_elsewhere(
        database, "UPDATE municipalities_municipality SET status = 'suspended' WHERE id = %s", bensheim.id
    )
    assert within_a_second(lambda: municipality(bensheim.id).status == "suspended")


def test_who_has_left_is_unknown_within_a_second(database: Servers, bensheim: MunicipalityRef) -> None:
    """Host, id and slug at once."""
    changed_elsewhere(database, "UPDATE municipalities_municipality SET status = 'left' WHERE id = %s", bensheim.id)
    assert within_a_second(lambda: not is_known("bensheim.kisi.localhost"))
    with pytest.raises(UnknownMunicipality):
        municipality(bensheim.id)


def test_a_further_domain_comes_and_goes(database: Servers, bensheim: MunicipalityRef) -> None:
    """A row is enough; moving it to another town moves the host."""
    with inside(CENTRAL):
        Domain.objects.create(domain="integration.bensheim.example", tenant_id=bensheim.id, is_primary=False)
    assert within_a_second(lambda: is_known("integration.bensheim.example"))
    assert realm_for_host("integration.bensheim.example") == realm_of(bensheim)
    changed_elsewhere(database, "DELETE FROM municipalities_domain")
    assert within_a_second(lambda: not is_known("integration.bensheim.example"))


def test_a_new_town_answers_at_once(database: Servers) -> None:
    """Also in a process that has just been asked for it in vain."""
    assert not is_known("schwalbach-am-taunus.kisi.localhost")
    made = provision("06436011", "schwalbach-am-taunus", "Schwalbach am Taunus")
    assert realm_for_host("schwalbach-am-taunus.kisi.localhost") == realm_of(made)


def test_a_town_that_comes_back_under_the_same_slug_is_another(database: Servers, schwalbach: MunicipalityRef) -> None:
    """The slug of who has left may be taken; nothing of the old one answers."""
    with inside(PROVISIONING):
        Municipality.objects.filter(pk=schwalbach.id).update(status="left")
    connection.close()
    again = provision("06436011", "schwalbach-am-taunus", "Schwalbach am Taunus")
    assert again.schema != schwalbach.schema
    assert within_a_second(lambda: realm_for_host("schwalbach-am-taunus.kisi.localhost") == realm_of(again))


def test_strangers_cost_next_to_nothing(
    database: Servers, bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of unknown hosts at once lead to a handful of questions, not to one each."""
    read, reads = directory._read, []
    monkeypatch.setattr(directory, "_read", lambda known: reads.append(1) or read(known))
    asked: list[int] = []
    started = time.monotonic()

    def ask(number: int) -> None:
        while time.monotonic() - started < 0.5:
            assert not is_known(f"nobody-{number}-{time.monotonic_ns()}.kisi.localhost")
            asked.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - started
    assert len(asked) > 1000
    assert 1 <= len(reads) <= seconds / directory.MISS_REFRESH_SECONDS + 2


def test_known_hosts_ask_at_most_twice_a_second(
    database: Servers, bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look-up is a dictionary access."""
    read, reads = directory._read, []
    monkeypatch.setattr(directory, "_read", lambda known: reads.append(1) or read(known))
    started = time.monotonic()
    while time.monotonic() - started < 1.2:
        realm_for_host("bensheim.kisi.localhost")
    assert 1 <= len(reads) <= 4


def test_the_router_knows_only_what_it_needs(database: Servers) -> None:
    """Its role reads hosts and names, no dates, no accounts."""
    import psycopg

    with directory._router_cursor() as cursor:
        cursor.execute("SELECT session_user::text")
        assert cursor.fetchone() == ("kisi_router",)
    for forbidden in ("joined_on FROM municipalities_municipality", "* FROM accounts_user", "* FROM django_session"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), directory._router_cursor() as cursor:
            cursor.execute(f"SELECT {forbidden}")


def test_a_forked_process_does_not_use_its_parents_connections(database: Servers, bensheim: MunicipalityRef) -> None:
    """Two processes on one socket would read each other's answers."""
    realm_for_host("bensheim.kisi.localhost")
    with directory._router_cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        mine = cursor.fetchone()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with directory._router_cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                os.write(writer, str(cursor.fetchone()).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        theirs = answer.read()
    os.waitpid(child, 0)
    assert theirs
    assert theirs != str(mine)
    assert is_known("bensheim.kisi.localhost")


def test_the_demo_selection_is_marked(bensheim: MunicipalityRef) -> None:
    """The shell shows it beside the name; it reaches other processes like every other change."""
    assert not directory.municipality(bensheim.id).is_demo
    with inside(CENTRAL):
        Municipality.objects.filter(pk=bensheim.id).update(is_demo=True)
    directory.forget_directory()
    assert directory.municipality(bensheim.id).is_demo


@pytest.mark.parametrize("change", [directory.expire_directory, directory.forget_directory])
def test_a_change_while_the_directory_is_read_is_seen_at_the_next_look(
    database: Servers, bensheim: MunicipalityRef, change: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before the change is not taken for what came after, and the reader is not hurt.

    Found by the fan-out test: a town that came on board made a thread that was reading fail.
    """
    read, reads = directory._read, []

    def reading(known: directory.Directory) -> directory.Directory:
        found = read(known)
        reads.append(found)
        if len(reads) == 1:
            change()
        return found

    directory.forget_directory()
    monkeypatch.setattr(directory, "_read", reading)
    assert municipality(bensheim.id) == bensheim
    assert municipality(bensheim.id) == bensheim
    assert len(reads) == 2
    municipality(bensheim.id)
    assert len(reads) == 2
