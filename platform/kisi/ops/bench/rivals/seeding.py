"""Rows for the table that the measured request reads."""

from typing import Final

from django.apps import apps

from kisi.ops.bench.filler import LABEL

NEW: Final = 900_000
"""Numbers from here on belong to towns that exist only while they are measured."""


def seed_rows(count: int) -> None:
    """Fill the table of the town that the caller stands in up to ``count`` rows with keys 1 to ``count``."""
    model = apps.get_model(LABEL, "Record01")
    if not model.objects.exists():
        model.objects.bulk_create(
            [model(pk=number, reference=f"A-{number}", title=f"Row {number}") for number in range(1, count + 1)],
            batch_size=1_000,
        )
