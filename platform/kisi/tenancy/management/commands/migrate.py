"""``manage.py migrate`` is ``kisi migrate``: the one way to bring schemas to the newest state."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.autodetector import MigrationAutodetector

from kisi.tenancy.migrating import migrate_all


class Command(BaseCommand):
    """Migrates the public schema, the template schema and every municipality; there is nothing to choose."""

    requires_system_checks = []
    # Django's checks compare it with makemigrations' one.
    autodetector = MigrationAutodetector
    help = "Bringt das zentrale Schema und die Schemas aller Kommunen auf den neuesten Stand."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises ``CommandError`` naming every schema that failed."""
        report = migrate_all()
        self.stdout.write(
            f"{report.replayed + report.executed} Kommunen aktualisiert, {report.up_to_date} waren aktuell."
        )
        if report.failed:
            raise CommandError("\n".join(f"{schema}: {reason}" for schema, reason in report.failed.items()))
