"""``manage.py migrate`` is ``kisi migrate``: the one way to bring schemas to the newest state."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate

from kisi.tenancy.migrating import migrate_all


class Command(migrate.Command):
    """Migrates the public schema, the template schema and every municipality."""

    help = "Bringt das zentrale Schema und die Schemas aller Kommunen auf den neuesten Stand."

    def add_arguments(self, parser: Any) -> None:
        """None of Django's: there is nothing to choose."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises ``CommandError`` naming every schema that failed."""
        report = migrate_all()
        self.stdout.write(f"{report.replayed + report.executed} Kommunen aktualisiert, {report.up_to_date} waren aktuell.")
        if report.failed:
            raise CommandError("\n".join(f"{schema}: {reason}" for schema, reason in report.failed.items()))
