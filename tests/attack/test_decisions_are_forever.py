"""What was decided stays decided, whoever asks: the owner of the tables and a superuser are refused like the town."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from kisi.core.actors import Actor
from kisi.core.realms import MunicipalityRef
from tenants.adoptions.models import Decision as AboutTemplate
from tenants.adoptions.vocabulary import Choice
from tenants.needs.actions import add_need
from tenants.needs.models import Need
from tests.servers import Servers

ELIF = Actor("user", "0", "Elif Demir")
WAYS = {
    "needs_decision": ("UPDATE {} SET reason = 'nie gesagt'", "DELETE FROM {}", "TRUNCATE {} CASCADE"),
    "adoptions_decision": ("UPDATE {} SET choice = 'adopt'", "DELETE FROM {}", "TRUNCATE {} CASCADE"),
}


@pytest.fixture
def decided(in_bensheim: None) -> None:
    """One decision about a need and one about a template."""
    add_need(need=Need(title="Kita-Plätze", topic="education", perspectives=["residents"]), evidence=[], by=ELIF)
    AboutTemplate.objects.create(
        template_key="probe", version=1, choice=Choice.KEEP, reason="gut so", decided_by="Elif"
    )


def rows(admin: psycopg.Connection[tuple[object, ...]], table: sql.Identifier) -> list[tuple[object, ...]]:
    """Everything in the table."""
    return admin.execute(sql.SQL("SELECT * FROM {}").format(table)).fetchall()


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("role", ["kisi_owner", "a superuser"])
@pytest.mark.parametrize(("table", "way"), [(table, way) for table, ways in WAYS.items() for way in ways])
def test_nobody_changes_a_decision(
    table: str, way: str, role: str, database: Servers, bensheim: MunicipalityRef
) -> None:
    """Rights do not bind the owner; the trigger does."""
    name = sql.Identifier(bensheim.schema, table)
    with database.superuser_connection() as admin:
        before = rows(admin, name)
        assert len(before) == 1
        if role == "kisi_owner":
            admin.execute("SET ROLE kisi_owner")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changed or deleted"):
            admin.execute(sql.SQL(way).format(name))
    with database.superuser_connection() as admin:
        assert rows(admin, name) == before


@pytest.mark.usefixtures("decided")
def test_a_town_can_still_be_removed_whole(database: Servers, bensheim: MunicipalityRef) -> None:
    """Dropping the schema asks no trigger: off-boarding ends as before."""
    with database.superuser_connection() as admin:
        admin.autocommit = False
        admin.execute("SET ROLE kisi_owner")
        admin.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(bensheim.schema)))
        admin.rollback()
