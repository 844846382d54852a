"""Counted once, for as long as the sheets are the same; every sheet that comes or goes is noticed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.results import counting
from tenants.results.queries import answered_waves, result_of, results_of
from tenants.surveys.models import Response, Wave
from tests.tenants.results.waves import store, wave_of

SEES, SEES_NOT = {"need_housing": 3}, {"need_housing": 0}


def seen(wave: Wave) -> tuple[int, int]:
    """(sheets, of which see a need in housing) as a page asks for it."""
    result = result_of(answered_waves().get(pk=wave.pk))
    view = result.topics()["housing"].need
    assert view is not None
    return result.sheets, view.number


def test_a_second_look_counts_nothing(in_bensheim: MunicipalityRef) -> None:
    wave, other = wave_of("residents"), wave_of("administration")
    store(wave, SEES, SEES_NOT)
    store(other, SEES)
    before = results_of(answered_waves())
    with CaptureQueriesContext(connection) as asked:
        after = results_of(answered_waves())
    assert [one.counted for one in after] == [one.counted for one in before]
    assert [one.sheets for one in after] == [1, 2]
    assert len(asked) == 2, "the waves, and whether anything changed"
    assert not any('"answers"' in query["sql"] for query in asked.captured_queries)


def test_a_sheet_that_comes_and_one_that_goes_are_noticed(in_bensheim: MunicipalityRef) -> None:
    wave = wave_of("residents")
    store(wave, SEES)
    assert seen(wave) == (1, 1)
    store(wave, SEES_NOT)
    assert seen(wave) == (2, 1)
    Response.objects.filter(wave=wave, answers__need_housing=3).delete()
    assert seen(wave) == (1, 0)


def test_one_sheet_in_the_place_of_another_is_noticed(in_bensheim: MunicipalityRef) -> None:
    """As many sheets as before, but others."""
    wave = wave_of("residents")
    store(wave, SEES, SEES)
    assert seen(wave) == (2, 2)
    Response.objects.filter(wave=wave).first().delete()  # type: ignore[union-attr]
    store(wave, SEES_NOT)
    assert seen(wave) == (2, 1)


def test_each_town_has_its_own_numbers(in_bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> None:
    """Waves of two towns may have one number, and so may the towns' sheets (one archive brought back twice)."""
    wave = wave_of("residents")
    store(wave, SEES)
    assert seen(wave) == (1, 1)
    with inside(realm_of(butzbach)):
        other = wave_of("residents")
        assert other.pk == wave.pk
        store(other, SEES_NOT)
        assert seen(other) == (1, 0)
    assert seen(wave) == (1, 1)


def test_a_sheet_between_the_two_queries_is_not_kept_as_if_it_had_not_come(
    in_bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes after the look for changes, is counted, and is taken back: the number before is right again."""
    wave = wave_of("residents")
    store(wave, SEES)
    plain = counting._marks

    def marks_and_then_a_sheet(waves: Any) -> Any:
        found = plain(waves)
        store(wave, SEES_NOT)
        return found

    with monkeypatch.context() as late:
        late.setattr(counting, "_marks", marks_and_then_a_sheet)
        assert seen(wave) == (2, 1)
    Response.objects.filter(wave=wave, answers__need_housing=0).delete()
    assert seen(wave) == (1, 1)
