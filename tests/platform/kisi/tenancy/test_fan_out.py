"""Periodic work reaches every municipality whose role can log in, each once, and no other (T11)."""

from __future__ import annotations

from importlib import import_module

import pytest

from kisi.core.realms import CENTRAL, MunicipalityRef, current_municipality, inside
from kisi.tenancy.directory import forget_directory, reachable_municipalities
from shared.municipalities.models import Municipality
from tests.servers import Servers

SWEEPS = [
    ("kisi.mail.tasks", "sweep_all_mail", "sweep_municipality_mail"),
    ("kisi.notifications.tasks", "sweep_all_notices", "sweep_municipality_notices"),
    ("kisi.accounts.tasks", "sweep_all_accounts", "sweep_municipality_accounts"),
    ("kisi.audit.anchoring.tasks", "anchor_all_heads", "anchor_municipality_head"),
    ("tenants.adoptions.tasks", "tell_all_towns", "tell_town"),
    ("tenants.participation.tasks", "sweep", "sweep_municipality"),
]


def give_statuses(**statuses: str) -> None:
    """Town by slug → its status."""
    with inside(CENTRAL):
        for slug, status in statuses.items():
            assert Municipality.objects.filter(slug=slug).update(status=status) == 1
    forget_directory()


@pytest.mark.parametrize(("module", "sweep", "one"), SWEEPS)
@pytest.mark.parametrize("sealed", ["offboarding", "onboarding"])
def test_periodic_work_passes_by_whom_nobody_can_log_in_to(
    database: Servers,
    bensheim: MunicipalityRef,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    sweep: str,
    one: str,
    sealed: str,
) -> None:
    """A closed town's task would fail through all its days of grace; a suspended town is still looked after."""
    give_statuses(bensheim=sealed, butzbach="suspended")
    woken: list[str] = []
    tasks = import_module(module)
    monkeypatch.setattr(getattr(tasks, one), "delay", lambda: woken.append(current_municipality().slug))
    with inside(CENTRAL):
        getattr(tasks, sweep).run()
    others = sorted(ref.slug for ref in reachable_municipalities())
    assert sorted(woken) == others
    assert "butzbach" in others
    assert "bensheim" not in others
