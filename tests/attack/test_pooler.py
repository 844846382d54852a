"""T20: behind PgBouncer in transaction mode nothing changes, because it pools per role."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kisi.core.realms import OWNER_ROLE, PROVISIONER_ROLE, MunicipalityRef
from kisi.tenancy.credentials import derived_password, password_of
from tests.attack.canaries import Canaries
from tests.attack.conftest import effort
from tests.attack.pooler import connect, pooler, reason_to_skip
from tests.attack.probe.front import front_server
from tests.attack.storm import Storm, ask_over_http
from tests.servers import Servers

pytestmark = pytest.mark.attack


@pytest.fixture(autouse=True, scope="module")
def installed() -> None:
    """Say loudly when this cannot be checked here."""
    if reason := reason_to_skip():
        pytest.skip(reason)


@pytest.fixture
def through_the_pooler(database: Servers, canaries: Canaries) -> Iterator[dict[str, str]]:
    """Variables that send the platform through PgBouncer with three server connections a role."""
    with pooler(database) as variables:
        yield variables


def test_a_storm_behind_the_pooler(
    database: Servers,
    canaries: Canaries,
    environment: dict[str, str],
    tmp_path: Path,
    through_the_pooler: dict[str, str],
) -> None:
    """More threads than server connections: sessions are shared all the time. ``KISI_ATTACK_REQUESTS=100000``."""
    log = tmp_path / "front.log"
    with front_server({**environment, **through_the_pooler}, log, threads=12) as port:
        storm = Storm(canaries, ask_over_http(port), seed=9)
        outcome = storm.run(effort("KISI_ATTACK_REQUESTS", 4000) // 4, threads=16)
    assert outcome.wrong == []
    with database.superuser_connection() as admin:
        assert storm.misfiled(admin) == []
        assert storm.unlike_the_ledger(admin) == []
        assert canaries.leaks_in_tables(admin) == []


def test_what_the_kernel_looks_at_is_there(through_the_pooler: dict[str, str], bensheim: MunicipalityRef) -> None:
    """Search path and session user are reported through the pooler, as the role's own."""
    with connect(through_the_pooler, bensheim.schema, derived_password(bensheim.schema)) as connection:
        reported = connection.pgconn.parameter_status
        assert reported(b"search_path") == f"{bensheim.schema}, public".encode()
        assert reported(b"session_authorization") == bensheim.schema.encode()
        row = connection.execute("SELECT current_schema(), session_user::text, current_user::text").fetchone()
        assert row == (bensheim.schema,) * 3


def test_nobody_logs_in_as_another(
    through_the_pooler: dict[str, str], bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """The pooler checks each role's own secret."""
    with pytest.raises(psycopg.OperationalError):
        connect(through_the_pooler, butzbach.schema, derived_password(bensheim.schema))
    with pytest.raises(psycopg.OperationalError):
        connect(through_the_pooler, "postgres", "postgres")


def test_a_poisoned_session_reaches_the_same_town_at_most(
    through_the_pooler: dict[str, str], bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """What one town's injection leaves on a shared session never stands before another town."""
    with connect(through_the_pooler, bensheim.schema, derived_password(bensheim.schema)) as poisoner:
        for _ in range(10):
            poisoner.execute(f"SET search_path = {butzbach.schema}, public")
    seen = set()
    for _ in range(10):
        with connect(through_the_pooler, butzbach.schema, derived_password(butzbach.schema)) as connection:
            seen.add(connection.execute("SELECT current_schema(), session_user::text").fetchone())
    assert seen == {(butzbach.schema, butzbach.schema)}


def test_migrations_refuse_to_work_through_the_pooler(database: Servers, canaries: Canaries) -> None:
    """Working as the owner needs start parameters: PgBouncer refuses them, or swallows them and nobody is owner."""
    options = f"-c role={OWNER_ROLE} -c search_path=public"
    with pooler(database) as variables, pytest.raises(psycopg.OperationalError, match="options"):
        connect(variables, PROVISIONER_ROLE, password_of(PROVISIONER_ROLE), options=options)
    with (
        pooler(database, more="ignore_startup_parameters = options") as variables,
        connect(variables, PROVISIONER_ROLE, password_of(PROVISIONER_ROLE), options=options) as connection,
    ):
        assert connection.execute("SELECT current_user::text").fetchone() == (PROVISIONER_ROLE,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE SCHEMA intruder")


# -- planted leak ---------------------------------------------------------------------------------


def test_the_planted_way_of_stock_is_found(
    database: Servers, canaries: Canaries, through_the_pooler: dict[str, str]
) -> None:
    """One role for all and a SET at the start of each request (TENANCY.md, defect 7): so the bench above could fail."""
    wrong: list[str] = []

    def requests(number: int) -> None:
        town = canaries.towns[number % 3]
        with connect(through_the_pooler, "postgres", database.postgres.password) as connection:
            for _ in range(60):
                connection.execute(f"SET search_path = {town.schema}")
                row = connection.execute("SELECT current_schema(), string_agg(name, ' ') FROM accounts_user").fetchone()
                if canaries.foreign_in(repr(row), home=town.schema, place="answer"):
                    wrong.append(town.schema)

    threads = [threading.Thread(target=requests, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong != []
