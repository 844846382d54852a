"""A town's role sees and writes its own numbers only, whatever it sends (T19); a planted fault is seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from kisi.core.periods import Period
from kisi.core.realms import CENTRAL, MINISTRY, PROVISIONING, MunicipalityRef, Realm, inside, realm_of
from shared.metrics.collection.running import collect
from tests.servers import Servers

INSERT = (
    "INSERT INTO metrics_contribution (role, ags, metric, period, cell, numerator, definition, version, collected_at)"
    " VALUES (%s, %s, 'x', '2026-H2', '', 1, '', 1, now())"
)
INSERT_STATE = (
    "INSERT INTO metrics_fillstate (role, ags, collector, period, status, fingerprint, started_at, figures, attempts,"
    " error) VALUES (%s, %s, 'x', '2026-H2', 'done', '', now(), 0, 0, '')"
)
TABLES = ("metrics_contribution", "metrics_fillstate")


@pytest.fixture
def collected(staffed: None, period: Period) -> Iterator[None]:
    """All three towns have numbers."""
    collect(period)
    yield
    connection.close()


def ask(realm: Realm, statement: str, *values: Any) -> list[Any]:
    """Run a statement as the role of a realm."""
    with inside(realm), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else [cursor.rowcount]


def attempts_by(town: MunicipalityRef, other: MunicipalityRef) -> list[str]:
    """What a town's role gets done with another's rows; empty is right."""
    realm = realm_of(town)
    foreign = "SELECT count(*) FROM {} WHERE role <> %s"
    done = [f"read {table}" for table in TABLES if ask(realm, foreign.format(table), town.schema) != [(0,)]]
    tries: dict[str, tuple[str, tuple[Any, ...]]] = {
        "insert": (INSERT, (other.schema, other.ags)),
        "insert state": (INSERT_STATE, (other.schema, other.ags)),
        "delete": ("DELETE FROM metrics_contribution WHERE role = %s", (other.schema,)),
        "update": ("UPDATE metrics_contribution SET numerator = 99 WHERE role = %s", (other.schema,)),
        "update state": ("UPDATE metrics_fillstate SET figures = 99 WHERE role = %s", (other.schema,)),
        "hand over": ("UPDATE metrics_fillstate SET role = %s", (other.schema,)),
        "truncate": ("TRUNCATE metrics_contribution", ()),
        "switch off": ("ALTER TABLE metrics_contribution DISABLE ROW LEVEL SECURITY", ()),
        "role": (f"SET ROLE {other.schema}", ()),
    }
    for name, (statement, values) in tries.items():
        try:
            if ask(realm, statement, *values) != [0]:
                done.append(name)
        except DatabaseError:
            connection.close()
    return done


def test_no_town_reaches_anothers_numbers(
    collected: None, bensheim: MunicipalityRef, butzbach: MunicipalityRef, oestrich: MunicipalityRef
) -> None:
    """Every ordered pair."""
    towns = (bensheim, butzbach, oestrich)
    assert [attempts_by(one, other) for one in towns for other in towns if one != other] == [[]] * 6


def test_a_town_cannot_speak_for_another(collected: None, bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> None:
    """Under its own role, but with the other's key: the key is stamped, whatever was sent."""
    ask(realm_of(bensheim), INSERT, bensheim.schema, butzbach.ags)
    assert ask(CENTRAL, "SELECT ags FROM metrics_contribution WHERE metric = 'x'") == [(bensheim.ags,)]


def test_the_centre_reads_and_never_writes_numbers(collected: None, bensheim: MunicipalityRef) -> None:
    """It may note a failure, no figure; provisioner and ministry reach neither."""
    assert ask(CENTRAL, "SELECT count(DISTINCT role) FROM metrics_contribution") == [(3,)]
    with pytest.raises(DatabaseError, match="permission denied"):
        ask(CENTRAL, INSERT, bensheim.schema, bensheim.ags)
    connection.close()
    for realm in (MINISTRY, PROVISIONING):
        for table in TABLES:
            with pytest.raises(DatabaseError, match="permission denied"):
                ask(realm, f"SELECT * FROM {table}")
            connection.close()


PLANTED = {
    "no row security": "ALTER TABLE metrics_contribution DISABLE ROW LEVEL SECURITY",
    "a policy too many": "CREATE POLICY planted ON metrics_contribution FOR SELECT USING (true)",
    "no check": "ALTER POLICY own_rows ON metrics_fillstate WITH CHECK (true)",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(
    database: Servers, collected: None, bensheim: MunicipalityRef, butzbach: MunicipalityRef, fault: str
) -> None:
    """The attempts above get something done as soon as a part of the protection is missing."""
    with database.superuser_connection() as admin:
        admin.execute(PLANTED[fault])
    assert attempts_by(bensheim, butzbach) != []
