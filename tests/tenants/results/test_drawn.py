"""Drawings of a wave's page are made once for as long as they would come out the same."""

from __future__ import annotations

from typing import Any

import pytest

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.results import drawn as module
from tenants.results.drawn import KEPT, drawn
from tenants.results.queries import result_of
from tests.tenants.results.waves import store, wave_of


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gets a line for each question that is drawn."""
    lines: list[str] = []
    draw = module.render_to_string

    def noted(template: str, context: dict[str, Any]) -> Any:
        lines.append(template)
        return draw(template, context)

    monkeypatch.setattr(module, "render_to_string", noted)
    KEPT.forget()
    return lines


def test_a_second_look_draws_nothing(in_bensheim: MunicipalityRef, made: list[str]) -> None:
    wave = wave_of("residents")
    store(wave, {"need_housing": 3})
    first = drawn(result_of(wave), is_weighted=False)
    number = len(made)
    assert number == len(first.questions) > 10
    assert drawn(result_of(wave), is_weighted=False) is first
    assert len(made) == number


def test_every_sheet_is_drawn(in_bensheim: MunicipalityRef, made: list[str]) -> None:
    """One more, and none of the other wave's."""
    wave, other = wave_of("residents"), wave_of("administration")
    store(wave, {"need_housing": 3})
    one = drawn(result_of(wave), is_weighted=False).questions["need_housing"].body
    assert "Beantwortet: 1" in one
    store(wave, {"need_housing": 2}, {"need_housing": 0})
    assert "Beantwortet: 3" in drawn(result_of(wave), is_weighted=False).questions["need_housing"].body
    assert "Beantwortet: 0" in drawn(result_of(other), is_weighted=False).questions["need_housing"].body


def test_weighted_drawings_are_not_kept(in_bensheim: MunicipalityRef, made: list[str]) -> None:
    """They would outlive the official figures they rest on, and be taken for what was counted."""
    wave = wave_of("residents")
    store(wave, {"need_housing": 3})
    result = result_of(wave)
    drawn(result, is_weighted=True)
    assert len(KEPT) == 0
    plain = drawn(result, is_weighted=False)
    assert drawn(result, is_weighted=True) is not plain


def test_each_town_has_its_own_drawings(bensheim: MunicipalityRef, butzbach: MunicipalityRef, made: list[str]) -> None:
    """The same numbers name other waves there."""
    bodies = []
    for town, answers in ((bensheim, 1), (butzbach, 2)):
        with inside(realm_of(town)):
            wave = wave_of("residents")
            store(wave, *[{"need_housing": 3}] * answers)
            bodies.append(drawn(result_of(wave), is_weighted=False).questions["need_housing"].body)
    assert ["Beantwortet: 1" in bodies[0], "Beantwortet: 2" in bodies[1]] == [True, True]
