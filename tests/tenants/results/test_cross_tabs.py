"""A cross-tab exists once: neither another state of the wave nor another limit gives a second one to subtract."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import highspy
import pytest
from django.test import Client
from django.utils import timezone

from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.results import actions
from tenants.results.computing.protection import Cell, ProtectedTable, protected
from tenants.results.cross_tabs import cross_tab, table_of
from tenants.results.models import CrossTab, ResultsSettings
from tenants.results.problems import WaveStillOpen
from tenants.results.queries import crossed
from tenants.surveys.actions import end_wave, reopen_wave
from tenants.surveys.models import SurveySettings, Wave
from tests.accounts import person, sign_in
from tests.tenants.results.test_pages import soup, words
from tests.tenants.results.waves import ended, store, wave_of

QUERY = {"frage": "employer_area", "nach": "age_bracket"}
CODE, BY = QUERY["frage"], QUERY["nach"]
LIMITS = ((5, 10), (5, 3), (9, 3), (3, 3))
"""Smallest number and answers for an own column, one after the other."""


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A guide's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


def answers(number: int, seed: int) -> list[dict[str, Any]]:
    """Sheets of a small town hall."""
    chance = random.Random(seed)
    areas, ages = ("social", "youth", "work", "migration"), ("u18", "18_60", "o60")
    return [
        {CODE: chance.choices(areas, (6, 3, 1, 1))[0], BY: chance.choices(ages, (1, 6, 2))[0]} for _ in range(number)
    ]


def tables(wave: Wave) -> list[ProtectedTable]:
    """What the page would show under each of the limits, were it worked out anew each time."""
    return [protected(crossed(wave, CODE, BY, max(cell, column)), cell) for cell, column in LIMITS]


def state(smallest_cell: int, smallest_column: int) -> None:
    """Other limits for the town."""
    settings = ResultsSettings.current()
    settings.smallest_cell, settings.smallest_column = smallest_cell, smallest_column
    actions.change_settings(settings=settings, by=SYSTEM)


class Knowledge:
    """What follows for the cells of the finest table from everything its holder knows; exact, by a solver."""

    def __init__(self, cells: list[Cell]) -> None:
        self.solver = highspy.Highs()
        self.solver.silent()
        self.places = {cell: at for at, cell in enumerate(cells)}
        for _cell in cells:
            self.solver.addVar(0, highspy.kHighsInf)

    def know(self, cells: list[Cell], total: int | None) -> None:
        """These together are so many; nothing where the number is protected."""
        if total is not None:
            places = [self.places[cell] for cell in cells]
            self.solver.addRow(total, total, len(places), places, [1.0] * len(places))

    def width(self, cell: Cell) -> float:
        """How far apart the smallest and the largest possible number are."""
        found = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            for other, at in self.places.items():
                self.solver.changeColCost(at, 1.0 if other == cell else 0.0)
            self.solver.changeObjectiveSense(sense)
            self.solver.run()
            found.append(self.solver.getInfo().objective_function_value)
        return found[1] - found[0]


def learned(wave: Wave, seen: list[ProtectedTable]) -> Knowledge:
    """From all tables together, and the totals everybody knows."""
    fine = max(seen, key=lambda one: len(one.columns))
    knows = Knowledge([(row, column) for row in fine.rows for column in fine.columns])
    for row, cells in crossed(wave, CODE, BY, 3).cells.items():
        knows.know([(row, column) for column in fine.columns], sum(cells.values()))
    for table in seen:
        for column in table.columns:
            parts = [column] if column else [one for one in fine.columns if one not in {*table.columns} - {""}]
            knows.know([(row, part) for row in table.rows for part in parts], table.totals[column])
            for row in table.rows:
                knows.know([(row, part) for part in parts], table.shown(row, column))
    return knows


def is_told(wave: Wave, seen: list[ProtectedTable], smallest: int) -> bool:
    """Whether some number under ``smallest`` is known better than the rule for one table allows."""
    true, knows = crossed(wave, CODE, BY, 3), learned(wave, seen)
    for cell in knows.places:
        number = true.cells[cell[0]][cell[1]]
        most = min(smallest, sum(true.cells[cell[0]].values()), true.totals[cell[1]])
        if 0 < number < smallest and knows.width(cell) < most - 1e-6:
            return True
    return False


def test_tables_under_several_limits_would_tell_what_one_protects(in_bensheim: MunicipalityRef) -> None:
    """Why each is fixed: alone they hold, together they do not; at the door there is one, under whatever limits."""
    told = 0
    for seed in range(12):
        wave = wave_of("administration", title=f"Rathaus {seed}")
        store(wave, *answers(60, seed))
        anew = tables(wave)
        assert not is_told(wave, anew[-1:], 3), "each holds alone"
        told += is_told(wave, anew, 3)
        ended(wave)
        shown = []
        for cell, column in LIMITS:
            state(cell, column)
            shown.append(table_of(cross_tab(wave=wave, question_code=CODE, by_group=BY, by=SYSTEM)))
        assert shown == [anew[0]] * len(LIMITS)
        state(*LIMITS[0])
    assert told, "the attack finds nothing: it proves nothing"


def test_none_while_sheets_come(guide: Client, bensheim: MunicipalityRef) -> None:
    """Running, or over but still waiting for paper: the page says from when on; nothing is fixed."""
    with inside(realm_of(bensheim)):
        wave = wave_of("administration")
        store(wave, *answers(60, 1))
    address = f"/ergebnisse/wellen/{wave.pk}/kreuztabelle/"
    for query in ({}, QUERY, QUERY | {"format": "csv"}):
        page = soup(guide.get(address, query))
        assert "ab dem 15.01.2027 oder wenn Sie sie beenden" in words(page)
        assert page.select("main table") == page.select("main form") == []
    assert "Aufteilen" not in words(soup(guide.get(f"/ergebnisse/wellen/{wave.pk}/")))
    with inside(realm_of(bensheim)):
        assert not CrossTab.objects.exists()
        end_wave(wave=wave, by=SYSTEM)
    assert soup(guide.get(address, QUERY)).select("main table")
    assert "Aufteilen" in words(soup(guide.get(f"/ergebnisse/wellen/{wave.pk}/")))


@pytest.mark.parametrize(("late_days", "is_complete"), [(0, True), (14, False)])
def test_late_sheets_are_waited_for(in_bensheim: MunicipalityRef, late_days: int, is_complete: bool) -> None:
    """The last day was yesterday; paper may come for as many days as the town says."""
    SurveySettings.objects.update_or_create(defaults={"late_days": late_days})
    wave = wave_of("administration", opens_on=date(2026, 1, 1))
    wave.closes_on = timezone.localdate() - timedelta(days=1)
    wave.save()
    store(wave, *answers(60, 1))
    if is_complete:
        assert cross_tab(wave=wave, question_code=CODE, by_group=BY, by=SYSTEM).sheets == 60
    else:
        with pytest.raises(WaveStillOpen):
            cross_tab(wave=wave, question_code=CODE, by_group=BY, by=SYSTEM)


def test_it_stays_when_the_wave_goes_on(guide: Client, bensheim: MunicipalityRef) -> None:
    """Opened again, one sheet more, ended again: the same table, which says how many sheets it counts."""
    address = "/ergebnisse/wellen/{}/kreuztabelle/"
    with inside(realm_of(bensheim)):
        wave = wave_of("administration")
        store(wave, *answers(60, 1))
        ended(wave)
    first = guide.get(address.format(wave.pk), QUERY | {"format": "csv"}).content
    with inside(realm_of(bensheim)):
        reopen_wave(wave=wave, closes_on=date(2027, 12, 31), by=SYSTEM)
        store(wave, {CODE: "migration", BY: "o60"})
    while_it_runs = soup(guide.get(address.format(wave.pk)))
    assert "läuft noch" in words(while_it_runs)
    (link,) = while_it_runs.select("main li a[href*=frage]")
    assert dict(parse_qsl(str(link["href"]).lstrip("?"))) == QUERY
    assert guide.get(address.format(wave.pk), QUERY | {"format": "csv"}).content == first
    with inside(realm_of(bensheim)):
        end_wave(wave=wave, by=SYSTEM)
    assert guide.get(address.format(wave.pk), QUERY | {"format": "csv"}).content == first
    assert "mit 60 Bögen" in words(soup(guide.get(address.format(wave.pk), QUERY)))
    with inside(realm_of(bensheim)):
        (entry,) = Entry.objects.filter(event="results.cross_tab_fixed")
        assert entry.details == {"question": CODE, "crossed_by": BY, "sheets": 60}
        assert "null" in repr(CrossTab.objects.get().table).replace("None", "null"), "protected numbers are not kept"
