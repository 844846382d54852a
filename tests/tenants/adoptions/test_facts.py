"""What adoptions report: the newest own version of each template, by names that stand in the library."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kisi.core.facts import collector
from kisi.core.periods import period_at, period_of
from kisi.core.realms import MunicipalityRef
from tenants.adoptions import actions
from tenants.adoptions.models import Adoption
from tests.tenants.adoptions.conftest import Ship
from tests.tenants.adoptions.test_decisions import ELIF

SOURCE = "tenants.adoptions.versions_in_use"


def reported() -> dict[str, int]:
    """Version → 1 against the declaration."""
    source = collector(SOURCE)
    found = source.count(source.look(period_at(timezone.now())))
    return {one.cell["template_version"]: one.numerator for one in found}


def test_the_newest_own_version_counts(ship: Ship, in_bensheim: MunicipalityRef) -> None:
    """None, one, one of several; not before the period in which it was adopted."""
    before = reported()
    assert "probe" not in {name.split(".")[0] for name in before}
    ship()
    assert reported() == before
    actions.adopt_version(key="probe", version=1, by=ELIF)
    assert reported() == before | {"probe.1": 1}
    ship(number=2)
    assert reported() == before | {"probe.1": 1}
    actions.adopt_version(key="probe", version=2, by=ELIF)
    assert reported() == before | {"probe.2": 1}
    source = collector(SOURCE)
    assert list(source.count(source.look(period_of("2020-H1")))) == []


def test_what_the_library_does_not_have_says_nothing_outside(ship: Ship, in_bensheim: MunicipalityRef) -> None:
    """Neither a made-up key nor a made-up version: no text of a municipality crosses its border."""
    ship()
    before = reported()
    for key, version in (("frau-mueller-lindenweg-4", 1), ("probe", 7)):
        Adoption.objects.create(template_key=key, version=version, kind="text", title="x", content={})
    assert reported() == before


def test_every_adoption_is_noticed(two_versions: None, in_bensheim: MunicipalityRef) -> None:
    """The fingerprint differs after each, and by period."""
    source, period = collector(SOURCE), period_at(timezone.now())
    seen = {source.look(period).fingerprint, source.look(period.previous).fingerprint}
    actions.adopt_version(key="probe", version=2, by=ELIF)
    seen.add(source.look(period).fingerprint)
    assert len(seen) == 3


@pytest.mark.parametrize("days", [0, 400])
def test_a_later_adoption_is_not_in_an_earlier_period(
    two_versions: None, in_bensheim: MunicipalityRef, days: int
) -> None:
    """What was adopted after the end of a half-year is not in it."""
    actions.adopt_version(key="probe", version=2, by=ELIF)
    Adoption.objects.filter(template_key="probe").update(adopted_at=timezone.now() + timedelta(days=days))
    assert ("probe.2" in reported()) == (days == 0)
