"""T17: arbitrary SQL as one town's role reads nothing, changes nothing and becomes nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import Error, connection, transaction

from kisi.core.realms import PROVISIONING, MunicipalityRef, inside, realm_of
from kisi.tenancy.connections import STORE, WrongConnection
from kisi.tenancy.provisioning import drop_schema
from tests.attack.canaries import Canaries
from tests.attack.cluster_state import differences, state_of_cluster
from tests.attack.conftest import effort
from tests.attack.payloads import MAY_RUN, PAYLOADS
from tests.servers import NAMED, Servers, provision

pytestmark = pytest.mark.attack


@pytest.fixture
def many_towns(database: Servers, towns: list[MunicipalityRef]) -> Iterator[list[MunicipalityRef]]:
    """Three towns, or as many as ``KISI_ATTACK_TOWNS`` says; further ones are dropped again, roles and all."""
    further = [
        provision(f"0643{number:04}", f"gemeinde-{number}", f"Gemeinde {number}")
        for number in range(9000, 9000 + effort("KISI_ATTACK_TOWNS", len(NAMED)) - len(NAMED))
    ]
    yield [*towns, *further]
    for town in further:
        with inside(PROVISIONING), transaction.atomic():
            drop_schema(town.schema)


class Attacker:
    """Runs payloads as one town against another and looks at what came back and what changed."""

    def __init__(self, admin: psycopg.Connection[Any], canaries: Canaries) -> None:
        self.admin, self.canaries = admin, canaries

    def attack(self, here: MunicipalityRef, there: MunicipalityRef) -> list[str]:
        """All payloads, each on a connection as a request would get it; what they achieved."""
        table_of_other = self.admin.execute(
            "SELECT to_regclass(%s)::oid::bigint", [f"{there.schema}.accounts_user"]
        ).fetchone()[0]  # type: ignore[index]
        found: list[str] = []
        for name, template in PAYLOADS.items():
            statement = template.format(own=here.schema, other=there.schema, other_oid=table_of_other)
            answer, ran = self.run(here, statement)
            found += [
                f"{name}: {leak}" for leak in self.canaries.foreign_in(answer, home=here.schema, place="the answer")
            ]
            if ran and name not in MAY_RUN:
                found.append(f"{name}: was not refused: {answer[:200]}")
            found += [f"{name}: afterwards {problem}" for problem in self._aftermath(here)]
        return found

    def run(self, here: MunicipalityRef, statement: str) -> tuple[str, bool]:
        """Run statements as the town's role; what came back (or the whole error), and whether they ran."""
        with inside(realm_of(here)):
            try:
                with connection.cursor() as cursor:
                    cursor.execute(statement)
                    results = [cursor.fetchall() if cursor.description else cursor.statusmessage]
                    while cursor.nextset():
                        results.append(cursor.fetchall() if cursor.description else cursor.statusmessage)
                return repr(results), True
            except (Error, psycopg.Error, WrongConnection) as error:
                return f"{error} {details_of(error.__cause__)}", False
            finally:
                connection.close()

    def _aftermath(self, here: MunicipalityRef) -> list[str]:
        """The next request of the same town stands where it belongs."""
        with inside(realm_of(here)):
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT session_user::text, current_user::text, current_setting('search_path')")
                    where = cursor.fetchone()
            except Error as error:
                return [f"the next request failed: {error}"]
            finally:
                connection.close()
        return (
            []
            if where == (here.schema, here.schema, f"{here.schema}, public")
            else [f"the next request stood in {where}"]
        )


def details_of(error: BaseException | None) -> str:
    """Everything the server says about an error: values may hide in the detail or the hint."""
    if not isinstance(error, psycopg.Error):
        return repr(error)
    diag = error.diag
    return " ".join(
        str(part) for part in (error, diag.message_detail, diag.message_hint, diag.context, diag.internal_query)
    )


def test_no_payload_reaches_another_town(database: Servers, many_towns: list[MunicipalityRef]) -> None:
    """Over a hundred payloads, all ordered pairs. ``KISI_ATTACK_TOWNS=42`` for the long run."""
    assert len(PAYLOADS) >= 40
    canaries = Canaries(many_towns)
    with database.superuser_connection() as admin:
        canaries.plant(admin)
        # Analysed, so that statistics hold values an attacker could read.
        admin.execute("ANALYZE")
        schemas = [town.schema for town in many_towns]
        attacker = Attacker(admin, canaries)
        found: list[str] = []
        for here in many_towns:
            before = state_of_cluster(admin, schemas, private=frozenset())
            for there in many_towns:
                if here != there:
                    found += attacker.attack(here, there)
            found += differences(before, state_of_cluster(admin, schemas, private=frozenset()))
        assert found == [], "\n".join(found)


@pytest.mark.parametrize(
    "change",
    [
        "SET search_path = {other}, public",
        "SET search_path = public",
        "SET role = '{other}'",
        "SET role = 'kisi_owner'",
        "SET session_replication_role = replica",
        "SET row_security = off",
        "SET local_preload_libraries = '../x'",
        "PASSWORD 'chosen by the attacker'",
        "SET statement_timeout = 0",
        "SET default_transaction_read_only = on",
    ],
)
def test_what_a_role_may_do_to_itself_harms_only_itself(
    database: Servers, schwalbach: MunicipalityRef, bensheim: MunicipalityRef, change: str
) -> None:
    """Known remainder: a role may change its own password and defaults. That may lock it out; it opens nothing."""
    canaries = Canaries([schwalbach, bensheim])
    with database.superuser_connection() as admin:
        canaries.plant(admin)
        before = state_of_cluster(admin, [bensheim.schema])
        attacker = Attacker(admin, canaries)
        attacker.run(schwalbach, f"ALTER ROLE {schwalbach.schema} " + change.format(other=bensheim.schema))
        STORE.close_idle()
        answer, ran = attacker.run(
            schwalbach, f"SELECT current_user, (SELECT string_agg(name, ' ') FROM {bensheim.schema}.accounts_user)"
        )
        assert not ran
        assert canaries.owners_in(answer) == set()
        answer, ran = attacker.run(schwalbach, "SELECT session_user, current_user, current_schema()")
        assert not ran or answer == repr([[(schwalbach.schema,) * 3]])
        answer, ran = attacker.run(bensheim, "SELECT string_agg(name, ' ') FROM accounts_user")
        assert canaries.owners_in(answer) == {bensheim.schema}
        after = state_of_cluster(admin, [bensheim.schema])
    changed = {problem.partition(":")[0] for problem in differences(before, after)}
    assert changed <= {"role settings", "roles"}


def test_what_remains_visible_is_only_the_catalogue(
    database: Servers, canaries: Canaries, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """Known remainder: names and sizes of others' tables. Opaque schema names say nothing about whose they are."""
    with database.superuser_connection() as admin:
        admin.execute("ANALYZE")
    with inside(realm_of(bensheim)), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples FROM pg_class WHERE relnamespace = %s::regnamespace", [butzbach.schema]
        )
        visible = repr(cursor.fetchall())
        cursor.execute("SELECT rolname, rolconfig FROM pg_roles")
        visible += repr(cursor.fetchall())
        cursor.execute("SELECT nspname FROM pg_namespace")
        visible += repr(cursor.fetchall())
        cursor.execute("SELECT * FROM pg_stat_activity")
        visible += repr(cursor.fetchall())
    assert "accounts_user" in visible
    assert canaries.owners_in(visible) == set()
    for word in (butzbach.name, butzbach.slug, butzbach.ags):
        assert word.lower() not in visible.lower()


# -- planted leaks --------------------------------------------------------------------------------


RIGHTS_TOO_MANY = [
    (
        "GRANT USAGE ON SCHEMA {there} TO {here}; GRANT SELECT ON {there}.accounts_user TO {here}",
        "reading: plain select",
    ),
    ("GRANT {there} TO {here} WITH INHERIT FALSE, SET TRUE", "becoming: SET ROLE"),
    ("GRANT EXECUTE ON FUNCTION pg_catalog.lo_create(oid) TO PUBLIC", "creating: large object"),
    (
        "GRANT EXECUTE ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO PUBLIC",
        "server: lock out migrations without",
    ),
    ("GRANT TEMP ON DATABASE kisi_test TO PUBLIC", "creating: temporary table"),
    ("GRANT CREATE ON SCHEMA {here} TO {here}", "creating: table at home"),
    (
        "GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO {here};"
        " GRANT pg_read_server_files TO {here} WITH INHERIT TRUE",
        "server: read a file",
    ),
    ("GRANT UPDATE ON public.municipalities_municipality TO {here}", "writing: status of the municipality"),
    ("GRANT SELECT ON public.django_session TO {here}", "reading: sessions in public"),
    ("ALTER ROLE {here} SUPERUSER", "becoming: make oneself"),
]


@pytest.mark.parametrize(("fault", "seen"), RIGHTS_TOO_MANY, ids=[seen for _fault, seen in RIGHTS_TOO_MANY])
def test_a_planted_right_is_found(database: Servers, schwalbach: MunicipalityRef, fault: str, seen: str) -> None:
    """One right too many, and a payload gets through. Both towns are this test's own: roles outlive a database."""
    other = provision("06439999", "planted", "Planted")
    canaries = Canaries([schwalbach, other])
    with database.superuser_connection() as admin:
        canaries.plant(admin)
        admin.execute(fault.format(here=schwalbach.schema, there=other.schema))
        try:
            found = Attacker(admin, canaries).attack(schwalbach, other)
        finally:
            admin.execute(f"ALTER ROLE {schwalbach.schema} NOSUPERUSER")
            admin.execute(f"REVOKE pg_read_server_files, {other.schema} FROM {schwalbach.schema}")
            admin.execute("DROP SCHEMA IF EXISTS intruder")
            admin.execute("DROP ROLE IF EXISTS intruder")
    assert any(problem.startswith(seen) for problem in found), found
