"""Counting one town: what did not change stays untouched, and two who count it at once both come to their end."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from kisi.core.facts import Basis, Observation, collector
from kisi.core.periods import Period
from kisi.core.realms import MunicipalityRef, inside, realm_of
from shared.metrics.collection import counting
from shared.metrics.collection.counting import count
from shared.metrics.models import Contribution
from tests.shared.metrics.conftest import hire

STAFF = "kisi.accounts.staff"


def rows(town: MunicipalityRef) -> dict[str, tuple[int, int]]:
    """Cell → row and number, as the town itself sees them."""
    with inside(realm_of(town)):
        found = Contribution.objects.filter(metric="accounts.active").values_list("cell", "pk", "numerator")
        return {cell: (row, number) for cell, row, number in found}


def test_only_numbers_that_changed_are_written(staffed: None, period: Period, bensheim: MunicipalityRef) -> None:
    """A guide more: the number of coordinators is the row it was. The last auditor goes: so does the row."""
    source = collector(STAFF)
    hire(bensheim, auditor=1)
    with inside(realm_of(bensheim)):
        assert count(source, period)
    before = rows(bensheim)
    hire(bensheim, guide=1)
    with inside(realm_of(bensheim)):
        assert count(source, period)
    after = rows(bensheim)
    assert after["role=guide"][1] == before["role=guide"][1] + 1
    assert {cell for cell in before if before[cell][0] == after[cell][0]} == {"role=coordinator", "role=auditor"}

    with inside(realm_of(bensheim)):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_user SET is_active = false WHERE role = 'auditor'")
        assert count(source, period)
    assert rows(bensheim).keys() == {"", "role=guide", "role=coordinator"}
    assert rows(bensheim)[""][1] == after[""][1] - 1


def test_another_definition_is_another_number(
    staffed: None, period: Period, bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same count under another wording is written anew: a release takes only what is counted as defined now."""
    source = collector(STAFF)
    with inside(realm_of(bensheim)):
        assert count(source, period)
        before = rows(bensheim)
        value = counting._value
        monkeypatch.setattr(counting, "_value", lambda row: (*value(row)[:2], "0" * 16, value(row)[3]))
        assert count(source, period)
        assert set(Contribution.objects.values_list("definition", flat=True)) == {"0" * 16}
    assert not {row for row, _number in rows(bensheim).values()} & {row for row, _number in before.values()}


def first_at_once(town: MunicipalityRef, period: Period) -> list[object]:
    """Two workers count a town that was never counted; both have looked before either writes."""
    source, both, seen = collector(STAFF), Barrier(2), []

    def waiting(basis: Basis) -> list[Observation]:
        found = type(source).count(source, basis)
        if len(seen) < 2:
            seen.append(1)
            both.wait(30)
        return found

    came: list[object] = []

    def work() -> None:
        try:
            with inside(realm_of(town)):
                came.append(counting.count(_Slow(source, waiting), period))  # type: ignore[arg-type]
        except Exception as error:
            came.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return came


class _Slow:
    """A collector whose counting is another."""

    def __init__(self, source: Any, counts: Any) -> None:
        self._source, self.count = source, counts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)


def test_two_who_count_a_new_town_at_once_both_succeed(
    staffed: None, period: Period, bensheim: MunicipalityRef
) -> None:
    """The one that comes second looks again; nothing is there twice."""
    assert first_at_once(bensheim, period) == [True, True]
    assert rows(bensheim)["role=guide"][1] == 3


def test_without_a_second_look_one_of_them_fails(
    staffed: None, period: Period, bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault that the test above would miss if they did not meet."""
    monkeypatch.setattr(counting, "TRIES", 1)
    came = first_at_once(bensheim, period)
    assert sorted(map(str, map(type, came))) != [str(bool), str(bool)]
