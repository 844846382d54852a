"""The scratch server of a run: databases for every entrant, the filler app, and nothing left afterwards."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from kisi.ops.bench.entrant import BenchError, Entrant
from kisi.ops.bench.filler import LABEL, Filler, Shape
from kisi.ops.servers.postgres import EmbeddedPostgres

RIVAL_ROLE: Final = "bench_rival"
BASE_DOMAIN: Final = "kisi.localhost"


@dataclass(frozen=True, slots=True)
class Variant:
    """An entrant as it can be started: whose settings, which database, with or without the filler app."""

    side: str
    database: str
    filled: bool = True


PLATFORM: Final = Variant("platform", "bench_platform")
PLAIN: Final = Variant("plain", "bench_plain")
STOCK: Final = Variant("stock", "bench_stock")
STOCK_PARALLEL: Final = Variant("stock", "bench_stock_parallel")
PLATFORM_UNFILLED: Final = Variant("platform", "bench_platform_unfilled", filled=False)
STOCK_UNFILLED: Final = Variant("stock", "bench_stock_unfilled", filled=False)


class Stage:
    """One durable PostgreSQL server for all entrants. Use ``open_stage``."""

    def __init__(self, folder: Path, server: EmbeddedPostgres, superuser: str, target: Shape) -> None:
        self.folder = folder
        self.server = server
        self.superuser = superuser
        self.target = target
        self.shape = target
        self.filler: Filler | None = None
        self._rival_password = secrets.token_urlsafe(24)
        self._secret = secrets.token_urlsafe(48)
        self._provisioner_password = secrets.token_urlsafe(24)
        self._prepared: set[Variant] = set()
        self._running: dict[Variant, Entrant] = {}

    def environment(self, variant: Variant) -> dict[str, str]:
        """The environment of an entrant's process; nothing of the caller's installation is in it."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KISI_", "DJANGO_"))}
        return {
            **inherited,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(self.folder), os.environ.get("PYTHONPATH")])),
            "DJANGO_SETTINGS_MODULE": f"kisi.ops.bench.rivals.{variant.side}_settings",
            "KISI_SECRET_KEY": self._secret,
            "KISI_PROVISIONER_PASSWORD": self._provisioner_password,
            "KISI_DATABASE_URL": self.server.url(variant.database),
            "KISI_BASE_URL": f"http://{BASE_DOMAIN}",
            "KISI_MEDIA_ROOT": str(self.folder / "media"),
            "KISI_STATIC_ROOT": str(self.folder / "static"),
            "KISI_BENCH_SUPERUSER": self.superuser,
            "KISI_BENCH_ROLE": RIVAL_ROLE,
            "KISI_BENCH_PASSWORD": self._rival_password,
            "KISI_BENCH_FILLED": "1" if variant.filled else "0",
        }

    def prepare(self, variant: Variant, *, towns: int = 0) -> Entrant:
        """The running entrant with its database made and ``towns`` in it (never fewer than before)."""
        if variant.filled and self.filler is None:
            self._write_filler()
        if variant not in self._prepared:
            self._make_database(variant)
            self.entrant(variant).ask("prepare")
            self._prepared.add(variant)
        entrant = self.entrant(variant)
        entrant.ask("fill", towns=towns)
        return entrant

    def entrant(self, variant: Variant) -> Entrant:
        """The entrant's process; started if it does not run."""
        if variant not in self._running:
            self._running[variant] = Entrant(variant.side, self.environment(variant))
        return self._running[variant]

    def end(self, *variants: Variant) -> None:
        """End entrants' processes (all without arguments); the next question starts new ones."""
        for variant in variants or tuple(self._running):
            if entrant := self._running.pop(variant, None):
                entrant.close()

    def _write_filler(self) -> None:
        """Measure the platform's own apps once and write an app that brings what is missing."""
        own = Shape(**self.prepare(PLATFORM_UNFILLED).ask("shape"))
        self.end(PLATFORM_UNFILLED)
        missing = self.target.without(own)
        self.filler = Filler(self.folder, missing)
        self.filler.write()
        self.shape = Shape(**self.prepare(PLATFORM).ask("shape"))

    def _make_database(self, variant: Variant) -> None:
        """The rivals own their database; the platform makes its own."""
        if variant.side == "platform":
            return
        with self.connection() as admin:
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [RIVAL_ROLE]).fetchone():
                # clone_schema reads catalogues that only a superuser may read.
                statement = sql.SQL("CREATE ROLE {} LOGIN SUPERUSER PASSWORD {}")
                admin.execute(statement.format(sql.Identifier(RIVAL_ROLE), sql.Literal(self._rival_password)))
            statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
            admin.execute(statement.format(sql.Identifier(variant.database), sql.Identifier(RIVAL_ROLE)))

    def expect_column(self, number: int, variants: list[Variant], *, towns: int) -> None:
        """Make sure that a migration has arrived everywhere: a fast migration that did nothing counts for nothing.

        Raises ``BenchError`` naming the database in which towns lack the column.
        """
        for variant in variants:
            with self.connection(variant.database) as admin:
                found = admin.execute(
                    "SELECT count(*) FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
                    [f"{LABEL}_record01", f"added_{number}"],
                ).fetchone()
            # Both sides have a template besides the towns.
            if found is None or found[0] < towns:
                raise BenchError(
                    f"In {variant.database} fehlt die neue Spalte in einigen Kommunen: {found} von {towns}."
                )

    def tidy(self, variant: Variant, table: str) -> None:
        """Vacuum and analyze one table in every schema, so that no autovacuum decides a race."""
        with self.connection(variant.database) as admin:
            schemas = admin.execute("SELECT schemaname FROM pg_tables WHERE tablename = %s", [table]).fetchall()
            for (schema,) in schemas:
                admin.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(schema, table)))

    def backends(self, variant: Variant) -> list[int]:
        """The process ids of the server's processes that serve an entrant."""
        with self.connection() as admin:
            rows = admin.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
                [variant.database],
            )
            return [row[0] for row in rows]

    def connection(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A superuser's connection in autocommit mode."""
        return psycopg.connect(self.superuser, dbname=database, autocommit=True)


@contextmanager
def open_stage(target: Shape) -> Iterator[Stage]:
    """A stage in a temporary folder. Whatever happens, processes end and the folder goes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kisi-bench-")))
        folder.chmod(0o711)
        server = EmbeddedPostgres(folder / "postgres", durable=True)
        stack.callback(server.delete)
        stage = Stage(folder, server, server.start(), target)
        stack.callback(stage.end)
        yield stage


def hosts(towns: int) -> list[str]:
    """The host names of the first ``towns`` towns, the same for every entrant."""
    return [f"bench-{number}.{BASE_DOMAIN}" for number in range(1, towns + 1)]
