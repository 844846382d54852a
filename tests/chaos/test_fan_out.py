"""Periodic work while a town comes and goes: each open town once, a sealed one never (T11)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from django.db import connection

from kisi.core.realms import CENTRAL, MunicipalityRef, current_municipality, inside
from kisi.mail import tasks
from kisi.tenancy.directory import all_municipalities
from shared.municipalities.models import Municipality
from shared.onboarding.actions import request_offboarding
from tests.servers import Servers
from tests.shared.onboarding.jobs import INTEGRATOR, OBERZENT, ask, work

pytestmark = pytest.mark.chaos

ROUNDS = 1
"""How often the town comes and goes; each time there are some dozen fan-outs meanwhile."""


@dataclass(slots=True)
class Coming:
    """A town that comes on board and leaves, in a thread of its own, and what went wrong there."""

    over: threading.Event = field(default_factory=threading.Event)
    seen: threading.Event = field(default_factory=threading.Event)
    """That a fan-out has woken the town: a quick machine would have it gone before."""
    problem: BaseException | None = None

    def and_going(self) -> None:
        """On board, away, archived, dropped, so many times."""
        try:
            for _round in range(ROUNDS):
                work(ask())
                self.seen.wait(30)
                with inside(CENTRAL):
                    leaving = Municipality.objects.get(ags=OBERZENT, status="active")
                    job = request_offboarding(leaving, by=INTEGRATOR, grace_days=0)
                while (job := work(job)).status not in {"completed", "failed"}:
                    continue
                assert job.status == "completed"
        except BaseException as error:
            self.problem = error
        finally:
            connection.close()
            self.over.set()


@contextmanager
def a_town_that_comes_and_goes() -> Iterator[Coming]:
    """Meanwhile; raises what went wrong with it."""
    coming = Coming()
    thread = threading.Thread(target=coming.and_going)
    thread.start()
    try:
        yield coming
    finally:
        thread.join(120)
    if coming.problem is not None:
        raise coming.problem


def fan_outs(monkeypatch: pytest.MonkeyPatch) -> list[Counter[tuple[str, str]]]:
    """Which towns, with their status then, each fan-out woke while one came and went."""
    woken: list[tuple[str, str]] = []

    def note() -> None:
        municipality = current_municipality()
        woken.append((municipality.slug, str(municipality.status)))

    monkeypatch.setattr(tasks.sweep_municipality_mail, "delay", note)
    found = []
    with a_town_that_comes_and_goes() as coming:
        while not coming.over.is_set():
            with inside(CENTRAL):
                tasks.sweep_all_mail.run()
            found.append(Counter(woken))
            if ("oberzent", "active") in woken:
                coming.seen.set()
            woken.clear()
            coming.over.wait(0.02)
    return found


def faults(found: list[Counter[tuple[str, str]]], always: set[str]) -> list[str]:
    """What is wrong with the fan-outs; ``always`` are the towns that were open all the time."""
    wrong = []
    for woken in found:
        slugs = Counter(slug for slug, _status in woken.elements())
        wrong += [f"{slug} {count} times" for slug, count in slugs.items() if count != 1]
        wrong += [f"{slug} missed" for slug in always - set(slugs)]
        wrong += [f"{slug} is {status}" for slug, status in woken if status in {"onboarding", "offboarding", "left"}]
    return wrong


def test_each_open_town_once_while_another_comes_and_goes(
    ready: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = fan_outs(monkeypatch)
    assert len(found) > 3, "the fan-outs fell beside the coming and going"
    assert faults(found, {bensheim.slug, butzbach.slug}) == []
    assert any(slug == "oberzent" for woken in found for slug, _status in woken), "the town was never seen open"


def test_a_planted_fan_out_to_everybody_is_found(
    ready: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: sealed towns are not left out."""
    monkeypatch.setattr(tasks, "reachable_municipalities", all_municipalities)
    assert any("oberzent is" in fault for fault in faults(fan_outs(monkeypatch), {bensheim.slug, butzbach.slug}))
