"""Provisioning workers killed at random moments: nothing half, nothing twice, nothing lost (T35).

``KISI_KILLS`` sets how many kills (40; the long run takes 500), ``KISI_CHANCE`` the seed of the moments.
Only kills that found work left are counted. That the checks can find something is shown below with three
planted faults (``planted_faults``): a row committed before its schema, a mark set before its effect, a
letter for every attempt.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest
from django.conf import settings

from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from shared.municipalities.queries import municipality_on_board
from shared.onboarding.actions import request_offboarding
from shared.onboarding.archive import verify_archive
from shared.onboarding.models import Onboarding
from tests.chaos.killing import Victims, victims
from tests.chaos.onboarding_checks import Looker
from tests.servers import Servers
from tests.shared.onboarding.fingerprints import rows_of, structure_of, traces_of
from tests.shared.onboarding.jobs import INTEGRATOR, ask, everyone_else, fresh
from tests.shared.onboarding.lives import live_in

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(7200)]

KILLS = int(os.environ.get("KISI_KILLS", "40"))
CHANCE = int(os.environ.get("KISI_CHANCE", "20261122"))


def measured(worker: Victims, keys: Iterator[str]) -> float:
    """How long an undisturbed onboarding takes here and now, in seconds."""
    return worker.work(ask(next(keys)))


def test_killed_anywhere_nothing_is_half_and_nothing_twice(ready: Servers, environment: dict[str, str]) -> None:
    """Every onboarding is killed until it gets through."""
    looker, keys = Looker(ready), everyone_else()
    with victims(ready, environment, chance=random.Random(CHANCE)) as worker:
        duration = measured(worker, keys)
        while worker.kills < KILLS:
            onboarding = ask(next(keys))
            within = duration * 1.1
            while worker.kills < KILLS and fresh(onboarding).is_open:
                worker.work_and_die(onboarding, within=within)
                within *= 1.2
                assert looker.half_municipalities() == [], f"after kill {worker.kills}, {onboarding}"
            worker.work(onboarding)
    assert looker.half_municipalities() == []
    assert looker.doubles_and_losses() == []
    assert worker.hit["create_schema"] > 0
    assert len(worker.hit) > 2, worker.hit
    print(f"{worker.kills} kills, one onboarding takes {duration * 1000:.0f} ms, hit in: {dict(worker.hit)}")


@pytest.mark.parametrize(
    ("fault", "sign"),
    [
        ("two_transactions", "row without schema"),
        ("mark_first", "0 "),
        ("letter_each_time", "2 letters sent"),
    ],
)
def test_a_planted_fault_is_found(ready: Servers, environment: dict[str, str], fault: str, sign: str) -> None:
    """The same kills and the same checks."""
    looker, keys = Looker(ready), everyone_else()
    found: list[str] = []
    with victims(ready, environment, chance=random.Random(CHANCE), plant=fault) as worker:
        duration = measured(worker, keys)
        assert looker.half_municipalities() + looker.doubles_and_losses() == [], "undisturbed, nobody notices the fault"
        while worker.kills < 40 and not any(sign in problem for problem in found):
            onboarding = ask(next(keys))
            worker.work_and_die(onboarding, within=duration)
            found = looker.half_municipalities()
            worker.work(onboarding)
            found += looker.doubles_and_losses()
    assert any(sign in problem for problem in found), f"{worker.kills} kills found only {found}"


def test_an_off_boarding_killed_anywhere_ends_clean(
    ready: Servers, environment: dict[str, str], bensheim: MunicipalityRef
) -> None:
    """The archive is whole, nothing of the municipality is left, the neighbour is as it was."""
    live_in(bensheim, canary="kiebitz")
    neighbour = structure_of(bensheim.schema), rows_of(bensheim.schema)
    keys = everyone_else()
    environment = {**environment, "KISI_ARCHIVE_ROOT": str(settings.KISI_ARCHIVE_ROOT)}
    environment["KISI_MEDIA_ROOT"] = str(settings.MEDIA_ROOT)
    with victims(ready, environment, chance=random.Random(CHANCE)) as worker:
        duration = 0.0
        while worker.kills < max(KILLS // 4, 5):
            onboarding = fresh_onboarding(worker, next(keys))
            with inside(CENTRAL):
                municipality = municipality_on_board(onboarding.ags)
                assert municipality is not None
                offboarding = request_offboarding(municipality, by=INTEGRATOR, grace_days=0)
            looker = Looker(ready)
            while duration and fresh(offboarding).is_open:
                worker.work_and_die(offboarding, within=duration * 1.2)
                looker.roles_before -= set() if traces_of(onboarding.schema_name) else {onboarding.schema_name}
                assert looker.half_municipalities() == []
            duration = max(worker.work(offboarding), duration)
            offboarding = fresh(offboarding)
            assert offboarding.status == "completed"
            assert traces_of(onboarding.schema_name) == []
            verify_archive(settings.KISI_ARCHIVE_ROOT / offboarding.archive_file)
    assert (structure_of(bensheim.schema), rows_of(bensheim.schema)) == neighbour
    print(f"{worker.kills} kills, hit in: {dict(worker.hit)}")


def fresh_onboarding(worker: Victims, ags: str) -> Onboarding:
    """A municipality on board, undisturbed."""
    onboarding = ask(ags)
    worker.work(onboarding)
    return fresh(onboarding)
