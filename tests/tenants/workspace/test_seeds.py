"""A new workspace knows its own name; seeding again changes nothing the municipality has written since."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from kisi.core.realms import MunicipalityRef
from kisi.core.seeding import seed_town, town_seed, town_seeds
from tenants.workspace.models import WorkspaceSettings


def test_seeding_twice_keeps_what_was_changed(in_bensheim: MunicipalityRef) -> None:
    """As after a kill between a step and its mark."""
    with transaction.atomic():
        assert "workspace.settings" in seed_town(in_bensheim)
    assert WorkspaceSettings.objects.get().official_name == "Bensheim"
    WorkspaceSettings.objects.update(official_name="Stadt Bensheim", postal_code="64625")
    with transaction.atomic():
        seed_town(in_bensheim)
    assert WorkspaceSettings.objects.get().official_name == "Stadt Bensheim"


def test_there_is_one_row_and_a_real_postal_code(in_bensheim: MunicipalityRef) -> None:
    """The database refuses anything else."""
    WorkspaceSettings.objects.create(official_name="Bensheim")
    with pytest.raises(IntegrityError, match="one_row"), transaction.atomic():
        WorkspaceSettings.objects.create(id=2, official_name="Bensheim")
    with pytest.raises(IntegrityError, match="five_digits"), transaction.atomic():
        WorkspaceSettings.objects.update(postal_code="6462")


def test_seeds_run_in_their_order_and_have_one_owner() -> None:
    """Two apps cannot claim one key."""
    orders = [seed.order for seed in town_seeds()]
    assert orders == sorted(orders)
    with pytest.raises(ValueError, match="two seeds"):
        town_seed("workspace.settings", order=1)(lambda _municipality: None)
