"""What plain Django is asked to do."""

from collections.abc import Callable
from typing import Any, Final

from django.core.management import call_command

from kisi.ops.bench.rivals.seeding import seed_rows


def prepare() -> None:
    """Make its one schema."""
    call_command("migrate", verbosity=0)


def fill(**_arguments: int) -> None:
    """Nothing: it has no towns."""


def seed(*, towns: int, rows: int) -> None:
    """The rows of all towns in the one table."""
    seed_rows(towns * rows)


ACTIONS: Final[dict[str, Callable[..., Any]]] = {"prepare": prepare, "fill": fill, "seed": seed}
