"""Whatever runs by itself has a name that people can read."""

from __future__ import annotations

from kisi.schedule import SCHEDULE
from shared.operation.listing import LABELS


def test_every_entry_of_the_schedule_has_a_name() -> None:
    assert set(SCHEDULE) == set(LABELS)
