"""The servers of a test run and the database each test gets a copy of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import redis
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections, transaction
from psycopg import sql

from kisi.core.realms import OWNER_ROLE, PROVISIONING, MunicipalityRef, inside
from kisi.ops import reference_data
from kisi.ops.servers.postgres import EmbeddedPostgres
from kisi.ops.servers.valkey import EmbeddedValkey
from kisi.tenancy.cluster import prepare_cluster, set_database_rights
from kisi.tenancy.connections import STORE
from kisi.tenancy.directory import forget_directory, municipality_by_slug
from tests import template_cache

NAMED = (
    ("06431002", "bensheim", "Bensheim"),
    ("06440005", "butzbach", "Butzbach"),
    ("06439012", "oestrich-winkel", "Oestrich-Winkel"),
)
TEMPLATE = "kisi_template"
STOCKED = "kisi_stocked"
DATABASE = "kisi_test"


class Servers:
    """Embedded PostgreSQL and Valkey below one folder, and Django pointed at them.

    ``durable`` servers are there to be killed: what they have acknowledged must still be there afterwards.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.folder = folder
        # A kept cluster has the password it was made with.
        self.postgres = EmbeddedPostgres(folder / "postgres", durable=durable, password="of-the-tests")
        self.valkey = EmbeddedValkey(folder / "valkey", durable=durable)
        self.superuser = ""
        self.redis_url = ""
        self._has_stocked = False

    def start(self) -> None:
        """Start both, with the template database that holds the three named municipalities."""
        settings.MEDIA_ROOT = str(self.folder / "media")
        self.redis_url = self.valkey.start()
        self.postgres.make_home()
        with template_cache.alone():
            if not template_cache.bring_back(self.postgres.cluster):
                self._make_cluster()
        self.superuser = self.postgres.start()

    def _make_cluster(self) -> None:
        self.superuser = self.postgres.start()
        self._make_template()
        self.postgres.stop()
        template_cache.keep(self.postgres.cluster)

    def _make_template(self) -> None:
        self._point_django_at(TEMPLATE)
        prepare_cluster(
            self.superuser,
            database=TEMPLATE,
            secret=settings.SECRET_KEY,
            provisioner_password=settings.KISI_PROVISIONER_PASSWORD,
        )
        fill_template()
        self.forget_connections()

    def stop(self) -> None:
        """End both."""
        self.forget_connections()
        self.valkey.stop()
        self.postgres.stop()

    def environment(self) -> dict[str, str]:
        """The ``KISI_…`` variables for a process of the platform."""
        return {
            "KISI_SECRET_KEY": settings.SECRET_KEY,
            "KISI_PROVISIONER_PASSWORD": settings.KISI_PROVISIONER_PASSWORD,
            "KISI_DATABASE_URL": self.postgres.url(DATABASE),
            "KISI_REDIS_URL": self.redis_url,
            "KISI_MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "DJANGO_SETTINGS_MODULE": "kisi.settings.test",
        }

    def superuser_connection(self, database: str = DATABASE) -> psycopg.Connection[Any]:
        """A superuser's connection to this test's database, for looking from outside and for planting faults."""
        return psycopg.connect(self.superuser, dbname=database, autocommit=True)

    def fresh_database(self, *, stocked: bool = False) -> None:
        """Put a copy of the template in the place of the last test's database, and empty the broker.

        ``stocked``: with the register and the shipped templates, as after a first start.
        """
        if stocked and not self._has_stocked:
            self._make_stocked()
        self.forget_connections()
        chosen = STOCKED if stocked else TEMPLATE
        name, template, owner = map(sql.Identifier, (DATABASE, chosen, OWNER_ROLE))
        with self.superuser_connection("postgres") as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(name, owner, template)
            )
        with self.superuser_connection() as admin:
            set_database_rights(admin)
        self._point_django_at(DATABASE)
        self.empty_broker()

    def _make_stocked(self) -> None:
        """Load once what would take most of a second for each test."""
        self.fresh_database()
        reference_data.load()
        self.forget_connections()
        with self.superuser_connection("postgres") as admin:
            admin.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(DATABASE), sql.Identifier(STOCKED))
            )
        self._has_stocked = True

    def empty_broker(self) -> None:
        """Delete every key, one by one: the server refuses FLUSHALL to the platform's user."""
        with redis.Redis.from_url(self.redis_url) as client:
            for key in client.scan_iter(count=1000):
                client.unlink(key)

    def municipality(self, slug: str) -> MunicipalityRef:
        """One of the named municipalities."""
        return municipality_by_slug(slug)

    def forget_connections(self) -> None:
        """Close what this process keeps open; a database can only be exchanged when nobody is connected."""
        from kisi.core.kept import forget_everything

        connection.close()
        STORE.close_idle()
        forget_directory()
        # The next test's database has the same towns and numbers with other contents.
        forget_everything()

    def _point_django_at(self, database: str) -> None:
        from kisi.celery import app

        chosen = connections.settings["default"]
        chosen.update(NAME=database, HOST=str(self.postgres.socket_folder), PORT="5432")
        connection.settings_dict.update(chosen)
        caches.settings["default"]["LOCATION"] = self.redis_url
        settings.KISI_REDIS_URL = self.redis_url
        if app.conf.broker_url != self.redis_url:
            app.conf.broker_url = self.redis_url
            # Else messages went on through connections to the broker before, which may be gone.
            app._after_fork()
        for alias in list(caches.settings):
            if hasattr(caches._connections, alias):
                delattr(caches._connections, alias)


def fill_template() -> None:
    """Migrate and put the three named municipalities on board."""
    from kisi.tenancy.migrating import migrate_all

    migrate_all()
    for ags, slug, name in NAMED:
        provision(ags, slug, name)


def provision(ags: str, slug: str, name: str) -> MunicipalityRef:
    """Put one municipality on board, without the steps of an onboarding."""
    from kisi.tenancy.provisioning import build_schema
    from shared.municipalities.models import Municipality

    with inside(PROVISIONING), transaction.atomic():
        municipality = Municipality.objects.create(ags=ags, slug=slug, name=name, status="active")
        municipality.schema_state = build_schema(municipality.schema_name)
        municipality.save()
    return municipality_by_slug(slug)
