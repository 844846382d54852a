"""``makemigrations`` compares with what the public schema has applied, so it needs a realm."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import makemigrations

from kisi.core.realms import CENTRAL, inside


class Command(makemigrations.Command):
    """Django's command in the central realm; without a reachable database it warns and goes on, as usual."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run in the central realm."""
        with inside(CENTRAL):
            super().handle(*args, **options)
