"""``kisi migrate``: who is behind is found, brought up in one transaction each, and named when that fails."""

from __future__ import annotations

import importlib
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.tenancy import catalog, health, migrating
from kisi.tenancy.blueprint import TEMPLATE_SCHEMA
from kisi.tenancy.connections import STORE
from kisi.tenancy.database import owner_cursor
from kisi.tenancy.drift import drifted_schemas
from kisi.tenancy.grants import schemas_with_wrong_rights
from kisi.tenancy.migrating import MigrationInProgress, MigrationReport, migrate_all
from kisi.tenancy.recording import migrate_schema
from shared.municipalities.models import Municipality
from tests.servers import Servers, provision

ADD_COLUMN = "migrations.AddField('user', 'nickname', models.CharField(max_length=50, null=True))"
ADD_UNIQUE = "migrations.AddConstraint('user', models.UniqueConstraint(fields=['name'], name='later_names_once'))"
ADD_TABLE = (
    "migrations.CreateModel('Later',"
    " fields=[('id', models.BigAutoField(primary_key=True)), ('text', models.TextField())])"
)
COUNT_ROWS = """migrations.RunPython(lambda apps, editor: [
    user.save() for user in apps.get_model("accounts", "User").objects.all()
    if setattr(user, "name", user.name + "!") is None])"""
Add = Callable[..., None]


@pytest.fixture
def add_migration(database: Servers, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Add:
    """``add_migration("op", …)``: a further migration of the app ``accounts``, as the next release would bring it."""
    package = f"later_{abs(hash(tmp_path))}"
    folder = tmp_path / package
    source = Path(str(importlib.import_module("kisi.accounts.migrations").__path__[0]))
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(health, "_state_of_code", None)
    settings.MIGRATION_MODULES = {"accounts": package}

    def add(*operations: str, atomic: bool = True, imports: str = "") -> None:
        leaf = MigrationLoader(None).graph.leaf_nodes("accounts")[0][1]
        number = len(list(folder.glob("0*.py"))) + 1
        (folder / f"{number:04}_later.py").write_text(
            f"from django.db import migrations, models\n{imports}\n"
            f"class Migration(migrations.Migration):\n    atomic = {atomic}\n"
            f"    dependencies = [('accounts', '{leaf}')]\n"
            f"    operations = [{', '.join(operations)}]\n"
        )
        importlib.invalidate_caches()
        for name in [name for name in sys.modules if name.startswith(package)]:
            del sys.modules[name]

    return add


@pytest.fixture
def towns(database: Servers) -> list[MunicipalityRef]:
    """Bensheim, Butzbach, Oestrich-Winkel."""
    return [database.municipality(slug) for slug in ("bensheim", "butzbach", "oestrich-winkel")]


def columns_of(schema: str) -> set[str]:
    """Columns of a schema's accounts."""
    with owner_cursor() as cursor:
        return {row[1] for row in catalog.rows(cursor, catalog.COLUMNS, schema) if row[0] == "accounts_user"}


def outcome(report: MigrationReport) -> tuple[int, int, int, int]:
    """(up to date, replayed, executed, failed)"""
    return report.up_to_date, report.replayed, report.executed, len(report.failed)


def two_with_one_name(schema: str) -> None:
    """Rows that a unique constraint over names cannot take."""
    with owner_cursor() as cursor:
        for number in (1, 2):
            cursor.execute(
                f"INSERT INTO {schema}.accounts_user (password, email, name, role, is_active, created_at)"
                f" VALUES ('', 'n{number}@example.org', 'Same Name', 'guide', true, now())"
            )


def test_nothing_to_do(towns: list[MunicipalityRef]) -> None:
    """Everything is at the newest state; nothing is touched."""
    report = migrate_all()
    assert outcome(report) == (3, 0, 0, 0)
    assert (report.public_applied, report.template_applied) == (0, 0)
    assert report.ok


def test_one_added_column(towns: list[MunicipalityRef], add_migration: Add) -> None:
    """Django runs once, on the template; the towns get its statements. All are alike afterwards, and stay so."""
    add_migration(ADD_COLUMN)
    steps: list[tuple[int, int]] = []
    report = migrate_all(progress=lambda done, of: steps.append((done, of)))
    assert outcome(report) == (0, 3, 0, 0)
    assert (report.public_applied, report.template_applied) == (1, 1)
    assert sorted(steps) == [(1, 3), (2, 3), (3, 3)]
    assert all("nickname" in columns_of(schema) for schema in ("public", TEMPLATE_SCHEMA, *(t.schema for t in towns)))
    assert drifted_schemas([town.schema for town in towns]) == {}
    with inside(CENTRAL):
        assert Municipality.objects.values_list("schema_state").distinct().count() == 1
    assert outcome(migrate_all()) == (3, 0, 0, 0)


def test_the_town_may_use_the_new_column_and_table(towns: list[MunicipalityRef], add_migration: Add) -> None:
    """Rights follow at once; the platform's other roles get none of it."""
    add_migration(ADD_COLUMN, ADD_TABLE)
    report = migrate_all()
    assert (report.replayed, report.rights_repaired) == (3, 0)  # with the table, not after it
    with inside(realm_of(towns[0])), connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_later (text) VALUES ('x') RETURNING id")
        assert cursor.fetchone() == (1,)
        cursor.execute("UPDATE accounts_user SET nickname = 'x'")
    connection.close()
    with owner_cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('kisi_central', 'public.accounts_later', 'SELECT')")
        assert cursor.fetchone() == (False,)
        cursor.execute(f"SELECT has_table_privilege('kisi_backup', '{towns[0].schema}.accounts_later', 'SELECT')")
        assert cursor.fetchone() == (True,)


def test_the_blueprint_is_renewed(database: Servers, towns: list[MunicipalityRef], add_migration: Add) -> None:
    """The next town is made with the new column."""
    add_migration(ADD_COLUMN)
    migrate_all()
    with inside(CENTRAL):
        state = Municipality.objects.get(pk=towns[0].id).schema_state
    newcomer = provision("06436011", "schwalbach-am-taunus", "Schwalbach am Taunus")
    assert "nickname" in columns_of(newcomer.schema)
    assert drifted_schemas([newcomer.schema]) == {}
    with owner_cursor() as cursor:
        cursor.execute("SELECT state FROM public.tenancy_schemablueprint")
        assert cursor.fetchall() == [(state,)]
    assert outcome(migrate_all()) == (4, 0, 0, 0)


@pytest.mark.parametrize(
    ("operation", "atomic", "imports"),
    [
        (COUNT_ROWS, True, ""),
        (f"migrations.SeparateDatabaseAndState(database_operations=[{COUNT_ROWS}])", True, ""),
        ('migrations.RunSQL(["SELECT 1", "UPDATE accounts_user SET name = name || \'!\'"])', True, ""),
        (
            "Own()",
            True,
            "class Own(migrations.operations.base.Operation):\n"
            "    def state_forwards(self, app_label, state): ...\n"
            "    def database_forwards(self, app_label, editor, a, b):\n"
            "        for user in b.apps.get_model('accounts', 'User').objects.all():\n"
            "            user.name += '!'\n            user.save()",
        ),
        ("migrations.RunSQL(\"UPDATE accounts_user SET name = name || '!'\")", False, ""),
    ],
    ids=["RunPython", "inside SeparateDatabaseAndState", "RunSQL with a query", "operation of one's own", "not atomic"],
)
def test_what_depends_on_rows_runs_in_every_town(
    towns: list[MunicipalityRef], add_migration: Add, operation: str, atomic: bool, imports: str
) -> None:
    """Replaying it would write one town's rows – or nobody's – everywhere."""
    for number, town in enumerate(towns):
        with owner_cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {town.schema}.accounts_user (id, password, email, name, role, is_active, created_at)"
                f" VALUES ({number + 10}, '', 'n@example.org', '{town.name}', 'guide', true, now())"
            )
    add_migration(operation, atomic=atomic, imports=imports)
    report = migrate_all()
    assert outcome(report) == (0, 0, 3, 0), report
    for town in towns:
        with owner_cursor() as cursor:
            cursor.execute(f"SELECT name FROM {town.schema}.accounts_user")
            assert cursor.fetchall() == [(f"{town.name}!",)]


def test_rights_a_migration_breaks_are_repaired_in_the_same_run(
    towns: list[MunicipalityRef], add_migration: Add
) -> None:
    """A replay sets the rights of new tables only; what else a statement did to them is found afterwards."""
    add_migration("migrations.RunSQL('GRANT SELECT ON accounts_user TO kisi_ministry')")
    report = migrate_all()
    assert (report.replayed, report.rights_repaired, report.failed) == (3, 3, {})
    with owner_cursor() as cursor:
        assert schemas_with_wrong_rights(cursor, [town.schema for town in towns]) == []


def test_plain_sql_is_replayed(towns: list[MunicipalityRef], add_migration: Add) -> None:
    """Also with parameters and with percent signs."""
    statements = "[('UPDATE accounts_user SET name = %s', ['100 %']), \"COMMENT ON TABLE accounts_user IS '5 %'\"]"
    two_with_one_name(towns[1].schema)
    add_migration(f"migrations.RunSQL({statements})")
    assert outcome(migrate_all()) == (0, 3, 0, 0)
    with owner_cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT name, obj_description('{towns[1].schema}.accounts_user'::regclass)"
            f" FROM {towns[1].schema}.accounts_user"
        )
        assert cursor.fetchall() == [("100 %", "5 %")]


def test_a_failing_town_is_named_and_the_others_go_on(towns: list[MunicipalityRef], add_migration: Add) -> None:
    """And after its rows are put right, another run does just this town."""
    bad = towns[1]
    two_with_one_name(bad.schema)
    add_migration(ADD_COLUMN, ADD_UNIQUE)
    lent_before = STORE.counts()["lent"]
    report = migrate_all()
    assert outcome(report) == (0, 2, 0, 1)
    assert "later_names_once" in report.failed[bad.schema]
    assert not report.ok
    assert "nickname" not in columns_of(bad.schema), "half a migration was left"
    assert outcome(migrate_all()) == (2, 0, 0, 1)
    with owner_cursor() as cursor:
        cursor.execute(f"UPDATE {bad.schema}.accounts_user SET name = email")
    assert outcome(migrate_all()) == (2, 0, 1, 0)
    assert drifted_schemas([town.schema for town in towns]) == {}
    assert STORE.counts()["lent"] <= lent_before


def test_towns_in_different_states(towns: list[MunicipalityRef], add_migration: Add) -> None:
    """One is two releases behind, one is one behind, one is current."""
    add_migration(ADD_COLUMN)
    migrate_all(only=[towns[0].schema, towns[1].schema])
    add_migration(ADD_TABLE)
    migrate_all(only=[towns[0].schema])
    report = migrate_all()
    assert (report.up_to_date, report.replayed + report.executed, report.failed) == (1, 2, {})
    assert drifted_schemas([town.schema for town in towns]) == {}


def test_a_run_that_was_cut_off_goes_on(
    towns: list[MunicipalityRef], add_migration: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the first town: that one stays done, the next run does the rest."""
    add_migration(ADD_COLUMN)
    real = migrating._in_one_transaction
    seen: list[str] = []

    def dies_after_the_first(schema: str, *rest: Any) -> str:
        seen.append(schema)
        if len(seen) >= 2:
            raise KeyboardInterrupt
        return real(schema, *rest)

    with monkeypatch.context() as only_now:
        only_now.setattr(migrating, "_in_one_transaction", dies_after_the_first)
        with pytest.raises(KeyboardInterrupt):
            migrate_all(workers=1)
    report = migrate_all()
    assert (report.up_to_date, report.replayed + report.executed, report.failed) == (1, 2, {})
    assert drifted_schemas([town.schema for town in towns]) == {}


def test_a_lock_is_waited_for_and_tried_again(
    database: Servers, towns: list[MunicipalityRef], add_migration: Add
) -> None:
    """A long query of one town delays that town's migration, and queues up nobody behind it for long."""
    add_migration(ADD_COLUMN)
    held = threading.Event()

    def hold() -> None:
        with database.superuser_connection() as admin, admin.transaction():
            admin.execute(f"LOCK TABLE {towns[1].schema}.accounts_user IN ACCESS SHARE MODE")
            held.set()
            time.sleep(3.0)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    report = migrate_all()
    holder.join()
    assert outcome(report) == (0, 3, 0, 0)


def test_a_lock_that_is_never_free_is_named(
    database: Servers, towns: list[MunicipalityRef], add_migration: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the last attempt the town is left as it was."""
    add_migration(ADD_COLUMN)
    monkeypatch.setattr(migrating, "ATTEMPTS", 1)
    with database.superuser_connection() as admin, admin.transaction():
        admin.execute(f"LOCK TABLE {towns[1].schema}.accounts_user IN ACCESS SHARE MODE")
        report = migrate_all()
    assert outcome(report) == (0, 2, 0, 1)
    assert "LockNotAvailable" in report.failed[towns[1].schema]


def test_two_runs_at_once(towns: list[MunicipalityRef], add_migration: Add) -> None:
    """Exactly one works, the other says why it does not."""
    add_migration(ADD_COLUMN)
    results: list[object] = []
    together = threading.Barrier(2)

    def run() -> None:
        together.wait()
        try:
            results.append(outcome(migrate_all()))
        except MigrationInProgress as error:
            results.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (0, 3, 0, 0) in results
    other = next(result for result in results if result != (0, 3, 0, 0))
    assert other == (3, 0, 0, 0) or "Ein anderes" in str(other)
    assert drifted_schemas([town.schema for town in towns]) == {}


def test_a_missing_schema_is_named(database: Servers, towns: list[MunicipalityRef], add_migration: Add) -> None:
    """And the others go on."""
    with database.superuser_connection() as admin:
        admin.execute(f"ALTER SCHEMA {towns[2].schema} RENAME TO elsewhere")
    add_migration(ADD_COLUMN)
    report = migrate_all()
    assert report.failed == {towns[2].schema: "Das Schema fehlt in der Datenbank."}
    assert report.replayed == 2


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ("ALTER TABLE {}.accounts_user ADD COLUMN planted text", "columns"),
        ("CREATE INDEX planted ON {}.accounts_user (name)", "indexes"),
        ("ALTER TABLE {}.accounts_user DROP CONSTRAINT accounts_user_email_lower_case", "constraints"),
        ("CREATE TABLE {}.planted (x int)", "tables"),
        ("ALTER TABLE {}.accounts_user ALTER COLUMN name DROP NOT NULL", "columns"),
        ("DROP TRIGGER audit_refuse ON {}.audit_entry", "triggers"),
        ("CREATE FUNCTION {}.planted() RETURNS int LANGUAGE sql AS 'SELECT 1'", "functions"),
    ],
)
def test_drift_is_found(towns: list[MunicipalityRef], change: str, part: str) -> None:
    """Somebody changed one schema by hand; its migration records say nothing of it."""
    assert drifted_schemas([town.schema for town in towns]) == {}
    with owner_cursor() as cursor:
        cursor.execute(change.format(towns[1].schema))
    assert outcome(migrate_all()) == (3, 0, 0, 0)
    drifted = drifted_schemas([town.schema for town in towns])
    assert list(drifted) == [towns[1].schema]
    assert part in drifted[towns[1].schema]


def test_readyz_says_who_is_behind(towns: list[MunicipalityRef], add_migration: Add) -> None:
    """Before the run all three, afterwards none; a town that failed is counted."""
    two_with_one_name(towns[1].schema)
    add_migration(ADD_COLUMN, ADD_UNIQUE)
    assert b'"migrations": "3 behind"' in health.ready_answer().content
    migrate_all()
    connection.close()
    assert b'"migrations": "1 behind"' in health.ready_answer().content
    connection.close()


def test_a_migration_that_fails_leaves_no_connection_behind(towns: list[MunicipalityRef], add_migration: Add) -> None:
    """However often it is tried."""
    add_migration("migrations.RunSQL('SELECT 1/0')")
    lent_before = STORE.counts()["lent"]
    for _ in range(3):
        with pytest.raises(Exception, match="division by zero"):
            migrate_schema(towns[0].schema)
    assert STORE.counts()["lent"] <= lent_before
