"""What the attacks share: planted words, and how long they are to try."""

from __future__ import annotations

import os

import pytest

from kisi.core.realms import MunicipalityRef
from tests.attack.canaries import Canaries
from tests.servers import Servers


def effort(variable: str, default: int) -> int:
    """How often to try: ``default`` in CI, more by environment variable (see README.md)."""
    return int(os.environ.get(variable, default))


@pytest.fixture
def towns(bensheim: MunicipalityRef, butzbach: MunicipalityRef, oestrich: MunicipalityRef) -> list[MunicipalityRef]:
    """The three municipalities."""
    return [bensheim, butzbach, oestrich]


@pytest.fixture
def canaries(database: Servers, towns: list[MunicipalityRef]) -> Canaries:
    """Every town's word planted everywhere."""
    planted = Canaries(towns)
    with database.superuser_connection() as admin:
        planted.plant(admin)
    return planted
