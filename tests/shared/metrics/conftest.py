"""Figures of three towns to count."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kisi.accounts.models import User
from kisi.core.facts import collecting, declaring
from kisi.core.periods import Period, period_at
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role

type Staff = Callable[..., None]


@pytest.fixture
def registry() -> Iterator[None]:
    """What a test declares is forgotten afterwards."""
    before = (dict(declaring._dimensions), dict(declaring._metrics), dict(collecting._collectors))
    yield
    for known, kept in zip((declaring._dimensions, declaring._metrics, collecting._collectors), before, strict=True):
        known.clear()
        known.update(kept)  # type: ignore[arg-type]


@pytest.fixture
def period() -> Period:
    """The running half-year."""
    from django.utils import timezone

    return period_at(timezone.now())


def hire(town: MunicipalityRef, **numbers: int) -> None:
    """Add so many accounts of each role to a town."""
    with inside(realm_of(town)):
        for role, number in numbers.items():
            for _ in range(number):
                User.objects.create_user(f"{User.objects.count()}@example.org", name="Kim Beispiel", role=Role(role))


@pytest.fixture
def staffed(bensheim: MunicipalityRef, butzbach: MunicipalityRef, oestrich: MunicipalityRef) -> None:
    """Bensheim has 3 guides and a coordinator, Butzbach 1 guide, Oestrich-Winkel nobody."""
    hire(bensheim, guide=3, coordinator=1)
    hire(butzbach, guide=1)
