"""No migration of ours locks a table for long or adds a column that running code cannot fill."""

from __future__ import annotations

import pytest
from django.apps import apps
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import PostgresqlAnalyser, analyse_sql_statements

from kisi.core.realms import PUBLIC_SCHEMA, inside, owning
from kisi.tenancy.blueprint import TEMPLATE_SCHEMA
from tests.servers import Servers

OURS = ("kisi.", "shared.", "tenants.", "api")


def our_apps() -> list[str]:
    """Labels of the project's own apps."""
    return [config.label for config in apps.get_app_configs() if config.name.startswith(OURS)]


@pytest.mark.parametrize("schema", [PUBLIC_SCHEMA, TEMPLATE_SCHEMA])
def test_our_migrations_are_safe(database: Servers, schema: str) -> None:
    """The linter reads the SQL of every migration as it would run in each kind of schema."""
    with inside(owning(schema)):
        linter = MigrationLinter(
            include_apps=our_apps(), no_cache=True, analyser_string="postgresql", quiet=["warning", "ok", "ignore"]
        )
        linter.lint_all_migrations()
    assert linter.nb_total >= len(our_apps()) - 2, "the linter must have seen the migrations"
    assert not linter.has_errors


def test_an_unsafe_migration_is_found() -> None:
    """A NOT NULL column without a default breaks the code that still runs while towns are migrated."""
    planted = "ALTER TABLE accounts_user ADD COLUMN planted integer NOT NULL;"
    errors, _ignored, _warnings = analyse_sql_statements(PostgresqlAnalyser, [planted])
    assert [error.code for error in errors] == ["NOT_NULL"]
