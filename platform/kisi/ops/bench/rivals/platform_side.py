"""What the platform is asked to do: through the kernel's own functions."""

import os
import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from kisi.core.realms import PROVISIONING, inside, realm_of
from kisi.ops.bench.rivals import figures_side, survey_side
from kisi.ops.bench.rivals.seeding import NEW, seed_rows
from kisi.tenancy.blueprint import TEMPLATE_SCHEMA
from kisi.tenancy.cluster import prepare_cluster
from kisi.tenancy.database import owner_cursor
from kisi.tenancy.directory import all_municipalities, forget_directory
from kisi.tenancy.migrating import migrate_all
from kisi.tenancy.provisioning import build_schema, drop_schema
from shared.municipalities.models import Municipality

_SHAPE_SQL: Final = """
SELECT (SELECT count(*) FROM pg_tables WHERE schemaname = %(schema)s),
       (SELECT count(*) FROM pg_indexes WHERE schemaname = %(schema)s),
       (SELECT count(*) FROM {schema}.django_migrations)
"""


def prepare() -> None:
    """Roles, database, public schema and blueprint, as the first start does."""
    prepare_cluster(
        os.environ["KISI_BENCH_SUPERUSER"],
        database=str(settings.DATABASES["default"]["NAME"]),
        secret=settings.SECRET_KEY,
        provisioner_password=settings.KISI_PROVISIONER_PASSWORD,
    )
    migrate_all()


def shape() -> dict[str, int]:
    """What a municipality's schema consists of."""
    with owner_cursor() as cursor:
        cursor.execute(_SHAPE_SQL.format(schema=TEMPLATE_SCHEMA), {"schema": TEMPLATE_SCHEMA})
        return dict(zip(("tables", "indexes", "migrations"), cursor.fetchall()[0], strict=True))


def fill(towns: int) -> None:
    """Bring the number of municipalities up to ``towns``."""
    for number in range(len(all_municipalities()) + 1, towns + 1):
        _put_on_board(number)


def _put_on_board(number: int) -> str:
    """Row, role and schema in one transaction; the schema's name."""
    with inside(PROVISIONING), transaction.atomic():
        municipality = Municipality.objects.create(
            ags=_ags(number), slug=f"bench-{number}", name=f"Bench {number}", status="active"
        )
        municipality.schema_state = build_schema(municipality.schema_name)
        municipality.save(update_fields=["schema_state"])
    return municipality.schema_name


def _ags(number: int) -> str:
    """Towns of the trial lie in 21 districts."""
    return f"06{number:06d}" if number > 999 else f"06{400 + number % 21:03d}{number:03d}"


def seed(towns: int, rows: int) -> None:
    """Rows in the first ``towns`` municipalities."""
    for town in all_municipalities()[:towns]:
        with inside(realm_of(town)):
            seed_rows(rows)
            connection.close()


def provision(number: int) -> float:
    """Put one more municipality on board; the seconds it took. It is taken away again."""
    started = time.perf_counter()
    schema = _put_on_board(NEW + number)
    seconds = time.perf_counter() - started
    with inside(PROVISIONING), transaction.atomic():
        drop_schema(schema)
        Municipality.objects.filter(schema_name=schema).delete()
    forget_directory()
    return seconds


ACTIONS: Final[dict[str, Callable[..., Any]]] = {
    "prepare": prepare,
    "shape": shape,
    "fill": fill,
    "seed": seed,
    "provision": provision,
    **figures_side.ACTIONS,
    **survey_side.ACTIONS,
}
