"""What django-tenants is asked to do: through its own commands, its own models, its own functions."""

import time
from collections.abc import Callable
from typing import Any, Final

import psycopg
from django.core.management import call_command
from django.db import connection as django_connection
from django_tenants.clone import CloneSchema

from kisi.ops.bench.rivals.seeding import NEW, seed_rows
from kisi.tenancy.blueprint import PLACEHOLDER, statements_of
from shared.municipalities.models import Domain, Municipality

connection: Any = django_connection
"""The thread's wrapper, of django-tenants' kind."""
TEMPLATE: Final = "m_" + "template".rjust(14, "0")


def prepare() -> None:
    """Public schema, and one town made by a full migrate, which becomes the template for clones."""
    call_command("migrate_schemas", shared=True, verbosity=0)
    _town(0, TEMPLATE, migrate=True)
    connection.set_schema_to_public()
    Municipality.objects.filter(schema_name=TEMPLATE).delete()


def _town(number: int, schema: str, *, migrate: bool) -> Municipality:
    """Save a town's row; with ``migrate`` that makes its schema, django-tenants' default."""
    town = Municipality(
        schema_name=schema, ags=f"06{number:06d}", slug=f"bench-{number}", name=f"Bench {number}", status="active"
    )
    town.auto_create_schema = migrate
    town.save()
    return town


def fill(towns: int) -> None:
    """Bring the number of towns up to ``towns``, with schemas equal to the migrated template (not measured)."""
    connection.set_schema_to_public()
    missing = range(Municipality.objects.count() + 1, towns + 1)
    if not missing:
        return
    connection.ensure_connection()
    with psycopg.ClientCursor(connection.connection) as cursor:
        cursor.execute("SET search_path = public")
        statements = statements_of(cursor, TEMPLATE)
    for number in missing:
        town = _town(number, f"m_{number:014d}", migrate=False)
        Domain.objects.create(domain=f"bench-{number}.kisi.localhost", tenant=town)
        script = ";\n".join([f"CREATE SCHEMA {PLACEHOLDER}", *statements]).replace(PLACEHOLDER, town.schema_name)
        with psycopg.ClientCursor(connection.connection) as cursor:
            cursor.execute(script.encode())


def seed(towns: int, rows: int) -> None:
    """Rows in the first ``towns`` towns."""
    connection.set_schema_to_public()
    for town in list(Municipality.objects.order_by("pk")[:towns]):
        connection.set_tenant(town)
        seed_rows(rows)
    connection.set_schema_to_public()


def create(number: int) -> float:
    """Make a town as its documentation says (``save()`` migrates a new schema); the seconds it took."""
    started = time.perf_counter()
    town = _town(NEW + number, f"m_created{number:07d}", migrate=True)
    return _take_away(town, time.perf_counter() - started)


def clone(number: int) -> float:
    """Make a town as its ``clone_tenant`` command does, rows of the template included; the seconds it took."""
    started = time.perf_counter()
    town = _town(NEW + number, f"m_cloned{number:08d}", migrate=False)
    CloneSchema().clone_schema(TEMPLATE, town.schema_name, set_connection=False)
    return _take_away(town, time.perf_counter() - started)


def _take_away(town: Municipality, seconds: float) -> float:
    connection.set_schema_to_public()
    town.delete(force_drop=True)
    return seconds


ACTIONS: Final[dict[str, Callable[..., Any]]] = {
    "prepare": prepare,
    "fill": fill,
    "seed": seed,
    "create": create,
    "clone": clone,
}
