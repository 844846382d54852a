"""Many requests at once: one AGS, one slug, one job – exactly one of each wins (T34, T36).

``KISI_POSTS`` sets how many at once (50; the long run takes 200). The planted fault is a missing unique index.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from kisi.core.realms import CENTRAL, PROVISIONING, inside
from shared.municipalities.models import RegisteredMunicipality
from shared.onboarding.actions import AlreadyOnBoard, OnboardingRefused
from shared.onboarding.models import Onboarding
from shared.onboarding.runner import carry_on
from shared.onboarding.steps import ONBOARDING
from tests.chaos.onboarding_checks import Looker
from tests.servers import Servers
from tests.shared.onboarding.jobs import OBERZENT, ask, work

pytestmark = pytest.mark.chaos

POSTS = int(os.environ.get("KISI_POSTS", "50"))


def at_once(what: Callable[[int], object], count: int) -> Counter[str]:
    """Call ``what`` in so many threads that start together; how often which outcome."""
    start = threading.Barrier(count)

    def call(number: int) -> str:
        try:
            start.wait(60)
            return str(what(number))
        except (AlreadyOnBoard, OnboardingRefused) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(call, range(count)))


def test_one_ags_many_times_at_once(ready: Servers) -> None:
    """One wins; everybody else is told that it is on its way."""
    looker = Looker(ready)
    outcomes = at_once(lambda number: ask(OBERZENT, slug=f"oberzent-{number}").status, POSTS)
    assert outcomes == {"queued": 1, "AlreadyOnBoard": POSTS - 1}
    with inside(CENTRAL):
        onboarding = Onboarding.objects.get()
        assert onboarding.steps.count() == 6
    work(onboarding)
    assert looker.half_municipalities() + looker.doubles_and_losses() == []


def test_one_slug_for_many_municipalities_at_once(ready: Servers) -> None:
    """One gets the address; everybody else reads that it is taken."""
    with inside(CENTRAL):
        keys = list(RegisteredMunicipality.objects.current().order_by("-ags").values_list("ags", flat=True)[:POSTS])
    outcomes = at_once(lambda number: ask(keys[number], slug="gemeinde").status, POSTS)
    assert outcomes == {"queued": 1, "OnboardingRefused": POSTS - 1}


def test_requests_while_the_worker_is_at_it(ready: Servers) -> None:
    """Whatever moment a second request comes in, there is one municipality in the end."""
    looker = Looker(ready)
    onboarding = ask()

    def post_or_work(number: int) -> str:
        if number == 0:
            with inside(PROVISIONING):
                carry_on(ONBOARDING, onboarding.pk)
            return "worked"
        return ask(slug=f"oberzent-{number}").status

    assert at_once(post_or_work, 20) == {"worked": 1, "AlreadyOnBoard": 19}
    assert looker.half_municipalities() + looker.doubles_and_losses() == []


def test_one_job_and_many_workers(ready: Servers) -> None:
    """As many wake-ups as there are workers: the steps are done once."""
    looker = Looker(ready)
    onboarding = ask()

    def carry(_number: int) -> bool:
        with inside(PROVISIONING):
            return carry_on(ONBOARDING, onboarding.pk)

    outcomes = at_once(carry, 12)
    assert outcomes["True"] >= 1
    assert looker.half_municipalities() + looker.doubles_and_losses() == []
    with inside(CENTRAL):
        assert set(onboarding.steps.values_list("attempts", flat=True)) == {1}


def test_without_the_unique_index_the_check_would_find_two(ready: Servers) -> None:
    """Planted: what one AGS many times at once would be if only code took care."""
    with ready.superuser_connection() as admin:
        admin.execute("DROP INDEX onboarding_ags_once_open")
    outcomes = at_once(lambda number: ask(OBERZENT, slug=f"oberzent-{number}").status, 20)
    assert outcomes["queued"] > 1
