"""Drawings of a wave's page are made once for as long as they would come out the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.results import drawn as module
from tenants.results.computing.weighting import Rules, Weighting, weighting
from tenants.results.drawn import KEPT, drawn
from tenants.results.models import ResultsSettings
from tenants.results.queries import result_of
from tenants.results.who_answered import weighted
from tests.tenants.results.waves import store, wave_of

SMALLEST = 5
"""Of what people say about themselves nothing smaller is shown."""


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
    first = drawn(result_of(wave), SMALLEST)
    number = len(made)
    assert number == len(first.questions) > 10
    assert drawn(result_of(wave), SMALLEST) is first
    assert len(made) == number


def test_every_sheet_is_drawn(in_bensheim: MunicipalityRef, made: list[str]) -> None:
    """One more, and none of the other wave's."""
    wave, other = wave_of("residents"), wave_of("administration")
    store(wave, {"need_housing": 3})
    one = drawn(result_of(wave), SMALLEST).questions["need_housing"].body
    assert "Beantwortet: 1" in one
    store(wave, {"need_housing": 2}, {"need_housing": 0})
    assert "Beantwortet: 3" in drawn(result_of(wave), SMALLEST).questions["need_housing"].body
    assert "Beantwortet: 0" in drawn(result_of(other), SMALLEST).questions["need_housing"].body


def test_other_weights_are_other_drawings(in_bensheim: MunicipalityRef, made: list[str]) -> None:
    """Each is drawn once: plain, by these official figures, by others, by another rule."""
    wave = wave_of("residents")
    for sex, answer in (("w", 3), ("m", 0)):
        store(wave, *[{"sex": sex, "age_bracket": "18_60", "need_housing": answer}] * 50)
    result = result_of(wave)

    def seen(women: int, smallest: int = 5) -> str:
        rules = Rules(smallest_group=10, cap=5, smallest_base=50)
        by = weighting(result.by_cell, {("w", "18_60"): women, ("m", "18_60"): 100 - women}, rules)
        assert isinstance(by, Weighting)
        return (
            drawn(weighted(result, by, ResultsSettings(smallest_cell=smallest)), SMALLEST)
            .questions["need_housing"]
            .body
        )

    bodies = [drawn(result, SMALLEST).questions["need_housing"].body, seen(80), seen(30), seen(30, smallest=51)]
    shares = [re.findall(r"\d+\s%", BeautifulSoup(body, "html.parser").get_text(" ")) for body in bodies]
    assert len({tuple(one) for one in shares}) == len(bodies), shares
    number = len(made)
    assert [drawn(result, SMALLEST).questions["need_housing"].body, seen(80), seen(30), seen(30, smallest=51)] == bodies
    assert len(made) == number


def test_each_town_has_its_own_drawings(bensheim: MunicipalityRef, butzbach: MunicipalityRef, made: list[str]) -> None:
    """The same numbers name other waves there."""
    bodies = []
    for town, answers in ((bensheim, 1), (butzbach, 2)):
        with inside(realm_of(town)):
            wave = wave_of("residents")
            store(wave, *[{"need_housing": 3}] * answers)
            bodies.append(drawn(result_of(wave), SMALLEST).questions["need_housing"].body)
    assert ["Beantwortet: 1" in bodies[0], "Beantwortet: 2" in bodies[1]] == [True, True]
