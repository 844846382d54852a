"""The library as towns see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from tests.shared.library.samples import content, shipped

Ship = Callable[..., None]


@pytest.fixture
def ship(bensheim: MunicipalityRef) -> Ship:
    """``ship("probe", "text", 2, content=…)``: a version published centrally."""

    def publish(key: str = "probe", kind: str = "checklist", number: int = 1, **changed: Any) -> None:
        with inside(CENTRAL):
            shipped(key, kind, number, **changed)

    return publish


@pytest.fixture
def two_versions(ship: Ship) -> None:
    """A checklist of which a second version differs by a word and an entry."""
    ship()
    changed = content("checklist")
    changed["entries"][0]["explanation"] = "Warum gerade eins."
    changed["entries"].append({"key": "drei", "title": "Drei", "explanation": "Neu.", "due_after_days": 3})
    ship(number=2, content=changed, title="Probe neu")
