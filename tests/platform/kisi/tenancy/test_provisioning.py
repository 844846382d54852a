"""A provisioned municipality has exactly the schema that Django's migrations make."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from kisi.core.realms import MunicipalityRef, inside, owning, realm_of
from kisi.tenancy import catalog
from kisi.tenancy.blueprint import TEMPLATE_SCHEMA
from kisi.tenancy.database import owner_cursor
from kisi.tenancy.grants import repair_town_rights
from kisi.tenancy.provisioning import build_schema, drop_schema
from kisi.tenancy.recording import migrate_schema
from shared.municipalities.models import Municipality
from tests.servers import Servers


def test_a_provisioned_schema_equals_a_migrated_one(bensheim: MunicipalityRef) -> None:
    """Tables, columns, defaults, identities, constraints, indexes, comments, functions, triggers."""
    with owner_cursor() as cursor:
        cursor.execute("CREATE SCHEMA migrated_afresh")
        migrate_schema("migrated_afresh")
        migrated = catalog.description_of(cursor, "migrated_afresh")
        provisioned = catalog.description_of(cursor, bensheim.schema)
    assert migrated["columns"], "the comparison would prove nothing on empty schemas"
    for part in migrated:
        assert provisioned[part] == migrated[part], part


def test_migration_records_are_equal_too(bensheim: MunicipalityRef) -> None:
    """The same migrations in the same order."""
    with owner_cursor() as cursor:
        records = []
        for schema in (bensheim.schema, TEMPLATE_SCHEMA):
            cursor.execute(f"SELECT id, app, name FROM {schema}.django_migrations ORDER BY id")
            records.append(cursor.fetchall())
    assert records[0] == records[1]
    assert len(records[0]) > 5


def test_the_comparison_finds_a_planted_difference(bensheim: MunicipalityRef) -> None:
    """A missing default, constraint or index would be seen."""
    with owner_cursor() as cursor:
        before = catalog.description_of(cursor, bensheim.schema)
        cursor.execute(f"ALTER TABLE {bensheim.schema}.accounts_user ALTER COLUMN name SET DEFAULT 'x'")
        cursor.execute(f"CREATE INDEX planted ON {bensheim.schema}.accounts_user (name)")
        after = catalog.description_of(cursor, bensheim.schema)
    assert before["columns"] != after["columns"]
    assert before["indexes"] != after["indexes"]


def test_tables_are_born_with_their_rights(bensheim: MunicipalityRef) -> None:
    """A new town needs no repair, and no default privilege of its schema stays."""
    with owner_cursor() as cursor:
        assert repair_town_rights(cursor, bensheim.schema) == []
        cursor.execute(
            "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = %s::regnamespace", [bensheim.schema]
        )
        rights = dict(cursor.fetchall())
        assert f"{bensheim.schema}=arwd/" in rights["accounts_user"]
        assert f"{bensheim.schema}=r/" in rights["django_migrations"]
        cursor.execute("SELECT count(*) FROM pg_default_acl WHERE defaclnamespace <> 0")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("by_name", [False, True])
@pytest.mark.parametrize(
    "fault",
    [
        "REVOKE UPDATE ON {schema}.accounts_user FROM {schema}",
        "REVOKE SELECT ON {schema}.accounts_user FROM kisi_backup",
        "GRANT TRUNCATE ON {schema}.accounts_user TO {schema}",
        "GRANT SELECT ON {schema}.accounts_user TO PUBLIC",
        "GRANT SELECT ON {schema}.accounts_user TO {other}",
        "GRANT UPDATE ON {schema}.django_migrations TO {schema}",
        "DROP TABLE {schema}.django_migrations; CREATE TABLE {schema}.django_migrations (id bigint)",
    ],
)
def test_wrong_rights_are_found_and_set_right(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, fault: str, *, by_name: bool
) -> None:
    """One right too few or too many, and the table is repaired; the others are not touched."""
    with owner_cursor() as cursor:
        cursor.execute(fault.format(schema=bensheim.schema, other=butzbach.schema))
        tables = catalog.tables_of(cursor, TEMPLATE_SCHEMA) if by_name else None
        repaired = repair_town_rights(cursor, bensheim.schema, tables=tables)
        assert len(repaired) == 1
        assert repaired[0] in fault
        assert repair_town_rights(cursor, bensheim.schema) == []


def test_an_aborted_provisioning_leaves_nothing(database: Servers, provisioning: None) -> None:
    """Neither row nor role nor schema."""
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        municipality = Municipality.objects.create(ags="06436011", slug="schwalbach", name="Schwalbach")
        build_schema(municipality.schema_name)
        raise ZeroDivisionError
    with database.superuser_connection() as admin:
        schemas = admin.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'm\\_%'").fetchall()
        roles = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [municipality.schema_name]).fetchall()
    assert len(schemas) == 3
    assert roles == []
    assert Municipality.objects.count() == 3


def test_a_dropped_municipality_is_gone_and_the_others_are_untouched(
    database: Servers, provisioning: None, schwalbach: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """Schema and role disappear together, even while the town is connected."""
    with inside(realm_of(schwalbach)), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with transaction.atomic():
        drop_schema(schwalbach.schema)
    with database.superuser_connection() as admin:
        names = {row[0] for row in admin.execute("SELECT nspname FROM pg_namespace UNION SELECT rolname FROM pg_roles")}
    assert schwalbach.schema not in names
    assert butzbach.schema in names


def test_schemas_are_only_made_inside_a_transaction(provisioning: None) -> None:
    """Half a town is never possible, not even by a careless caller."""
    with pytest.raises(RuntimeError, match="transaction"):
        build_schema("m_abcdefghijklmn")


def test_schemas_are_only_made_in_the_provisioning_realm(central: None) -> None:
    """A page cannot make a municipality."""
    with pytest.raises(RuntimeError, match="provisioning"), transaction.atomic():
        build_schema("m_abcdefghijklmn")


def test_owner_realm_stands_in_one_schema_only(bensheim: MunicipalityRef) -> None:
    """A migration must not fall through to ``public``."""
    with inside(owning(bensheim.schema)), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schemas(false)")
        assert cursor.fetchone() == ("kisi_owner", [bensheim.schema])


def test_only_derived_passwords_are_checked_in_few_rounds(database: Servers, bensheim: MunicipalityRef) -> None:
    """What people choose, the provisioner's password, keeps PostgreSQL's rounds against guessing."""
    with database.superuser_connection() as admin:
        rounds = dict(
            admin.execute(
                "SELECT rolname, split_part(split_part(rolpassword, '$', 2), ':', 1)::int FROM pg_authid"
                " WHERE rolname = ANY(%s)",
                [[bensheim.schema, "kisi_central", "kisi_provisioner"]],
            ).fetchall()
        )
    assert rounds == {bensheim.schema: 64, "kisi_central": 64, "kisi_provisioner": 4096}
