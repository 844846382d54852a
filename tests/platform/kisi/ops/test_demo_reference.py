"""The demo's official figures: the same for the same seed, named as invented, stated once."""

from __future__ import annotations

from typing import Any

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.ops.demo_data.reference import SOURCE, state_reference_figures
from shared.municipalities.register.entries import DemoEntry
from tenants.results.models import ReferencePopulation
from tenants.results.queries import figures_by_perspective

ENTRY = DemoEntry("06431002", "bensheim", "Bensheim")


def stated(town: MunicipalityRef, seed: int) -> dict[str, Any]:
    """What a seed states for a town that has nothing."""
    with inside(realm_of(town)):
        ReferencePopulation.objects.all().delete()
    state_reference_figures(ENTRY, seed)
    with inside(realm_of(town)):
        return {one.perspective: one.people for one in ReferencePopulation.objects.all()}


def test_figures_are_plausible_and_marked(bensheim: MunicipalityRef) -> None:
    found = stated(bensheim, 1)
    assert found == stated(bensheim, 1)
    assert found != stated(bensheim, 2)
    with inside(realm_of(bensheim)):
        rows = Entry.objects.count()
        nationals, residents, administration = figures_by_perspective().values()
        assert nationals is not None
        assert residents is not None
        assert administration is None, "nobody counts the town hall"
        assert nationals.source == residents.source == SOURCE
        assert "Demozahlen" in SOURCE
        assert 0 < (nationals.everybody or 0) < (residents.everybody or 0)
        assert len(nationals.cells) == 6
    state_reference_figures(ENTRY, 3)
    with inside(realm_of(bensheim)):
        assert Entry.objects.count() == rows
