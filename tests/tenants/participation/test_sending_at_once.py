"""Ten browsers send the same sheet at the same moment: one response, and everybody is thanked."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.participation import actions
from tenants.participation.models import ParticipationDraft
from tenants.surveys.actions import make_codes
from tenants.surveys.models import Response, Wave
from tenants.surveys.problems import CodeNotValid
from tests.tenants.surveys.waves import ELIF, FULL

AT_ONCE = 10


def at_once(town: MunicipalityRef, work: Callable[[], Any]) -> list[Any]:
    """What ten threads get that do the same at the same moment; exceptions are results too."""
    barrier = Barrier(AT_ONCE)

    def run(_number: int) -> Any:
        try:
            with inside(realm_of(town)):
                barrier.wait(timeout=60)
                return work()
        except CodeNotValid as refused:
            return refused
        finally:
            with inside(realm_of(town)):
                connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_one_sheet_sent_ten_times_is_one_response(bensheim: MunicipalityRef, wave: Wave) -> None:
    with inside(realm_of(bensheim)):
        draft = actions.begin(wave=wave, language="ar", consent_version=1)
    results = at_once(bensheim, lambda: actions.send(draft=draft, wave=wave, answers=FULL))
    assert {result.pk for result in results} == {draft.pk}
    with inside(realm_of(bensheim)):
        assert Response.objects.count() == 1
        assert ParticipationDraft.objects.count() == 0


def test_one_code_used_ten_times_begins_one_sheet(bensheim: MunicipalityRef, wave: Wave) -> None:
    with inside(realm_of(bensheim)):
        _batch, (code,) = make_codes(wave=wave, label="Kita", size=1, by=ELIF)
    results = at_once(bensheim, lambda: actions.begin(wave=wave, language="ar", consent_version=1, code=code))
    assert len([result for result in results if isinstance(result, ParticipationDraft)]) == 1
    assert len([result for result in results if isinstance(result, CodeNotValid)]) == AT_ONCE - 1


def test_planted_sending_without_a_lock_is_seen(
    bensheim: MunicipalityRef, wave: Wave, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sending under a number of its own, as if the draft's did not count: ten responses."""

    real = actions.accept_response
    monkeypatch.setattr(actions, "accept_response", lambda **given: real(**{**given, "id": uuid.uuid4()}))
    monkeypatch.setattr("django.db.models.query.QuerySet._raw_delete", lambda _self, _using: 1)
    with inside(realm_of(bensheim)):
        draft = actions.begin(wave=wave, language="ar", consent_version=1)
    at_once(bensheim, lambda: actions.send(draft=draft, wave=wave, answers=FULL))
    with inside(realm_of(bensheim)):
        assert Response.objects.count() == AT_ONCE
