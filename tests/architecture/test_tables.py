"""Every table stands in the schema its folder says, and towns stay separable (TENANCY.md, last section)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from kisi import grants
from kisi.core.realms import MunicipalityRef
from tests.servers import Servers

REFERENCE_TABLES: frozenset[str] = frozenset()
"""Public tables that a town's table may refer to by foreign key: none so far."""


def tables_of(app_names: list[str]) -> set[str]:
    """Tables of all models of these apps."""
    return {
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name in app_names
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def tables_in(database: Servers, schema: str) -> set[str]:
    """Tables that really are in a schema."""
    with database.superuser_connection() as admin:
        rows = admin.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
            [schema],
        )
        return {row[0] for row in rows}


def test_public_holds_exactly_the_shared_apps_tables(database: Servers) -> None:
    """No tenant table in public, nothing beside it."""
    assert tables_in(database, "public") == tables_of(settings.SHARED_APPS) | {"django_migrations"}


def test_a_town_holds_exactly_the_tenant_apps_tables(database: Servers, bensheim: MunicipalityRef) -> None:
    """No shared table in a town's schema."""
    assert tables_in(database, bensheim.schema) == tables_of(settings.TENANT_APPS) | {"django_migrations"}


def test_every_public_table_is_on_the_screen_of_rights() -> None:
    """Whoever adds a table decides who may touch it."""
    assert set(grants.PUBLIC) == tables_of(settings.SHARED_APPS) | {"django_migrations"}
    assert set(grants.TOWN) <= tables_of(settings.TENANT_APPS) | {"django_migrations"}


def test_no_foreign_key_leaves_a_town(database: Servers, bensheim: MunicipalityRef) -> None:
    """Shared rows are referred to by natural key, so that a town can be moved, exported and dropped alone."""
    with database.superuser_connection() as admin:
        rows = admin.execute(
            "SELECT k.conrelid::regclass::text, k.confrelid::regclass::text FROM pg_constraint k"
            " JOIN pg_namespace here ON here.oid = (SELECT relnamespace FROM pg_class WHERE oid = k.conrelid)"
            " JOIN pg_namespace there ON there.oid = (SELECT relnamespace FROM pg_class WHERE oid = k.confrelid)"
            " WHERE k.contype = 'f' AND here.oid <> there.oid"
        ).fetchall()
    assert [row for row in rows if row[1].removeprefix("public.") not in REFERENCE_TABLES] == []


def our_models() -> list[type[models.Model]]:
    """Models of the project's own apps."""
    return [
        model for model in apps.get_models() if model.__module__.split(".")[0] in {"kisi", "shared", "tenants", "api"}
    ]


OTHER_KEYS = {"accounts.Session"}
"""A session's key is a hash of 160 bits: Django's session store looks it up, and it cannot run out."""


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_keys_are_big_or_uuid(model: type[models.Model]) -> None:
    """A key that runs out is found in production only; and Citus wants bigint or UUID."""
    if model._meta.label in OTHER_KEYS:
        return
    key = model._meta.pk
    while isinstance(key, models.OneToOneField):
        key = key.target_field
    assert isinstance(key, (models.BigAutoField, models.UUIDField, models.BigIntegerField)), key


def test_no_transition_table_triggers(database: Servers) -> None:
    """They keep roll-ups exact, but Citus refuses them."""
    with database.superuser_connection() as admin:
        rows = admin.execute(
            "SELECT tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND (tgoldtable IS NOT NULL OR tgnewtable IS NOT NULL)"
        ).fetchall()
    assert rows == []


def test_nothing_uses_generic_relations_or_djangos_permissions() -> None:
    """Their tables exist nowhere: content types would differ from schema to schema (T08)."""
    for model in our_models():
        targets = {
            field.related_model for field in model._meta.get_fields() if field.is_relation and field.related_model
        }
        labels = {target._meta.app_label for target in targets if not isinstance(target, str)}
        assert not labels & {"contenttypes", "auth"}, model
