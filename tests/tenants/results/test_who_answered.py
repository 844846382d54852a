"""Who answered beside who lives here; weighted only where somebody asks for it, and nowhere else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kisi.core.actors import Actor
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.results import actions
from tenants.results.computing.weighting import Weighting
from tenants.results.models import ReferencePopulation, ResultsSettings
from tenants.results.problems import NotPublishable
from tenants.results.publishing import public_figures
from tenants.results.queries import figures_of, result_of
from tenants.results.report import content_of
from tenants.results.who_answered import weighted, who_answered
from tenants.surveys.models import Wave
from tests.accounts import person, sign_in
from tests.tenants.results.test_pages import soup, words
from tests.tenants.results.waves import ended, store, wave_of

ELIF = Actor("user", "1", "Elif Demir")
SOURCE = "Auszug aus dem Melderegister"
SOURCES = Path(__file__).parents[3]
SHEETS = (("w", "18_60", 60, 12), ("m", "18_60", 20, 10), ("w", "o60", 10, 8), ("m", "o60", 10, 10))
"""Sex, age, sheets, of which see a need: 40 of 100. As in ``test_weighting`` it is 57 % weighted, 45 to 68 %."""
BUDGET = 8


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A guide's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


@pytest.fixture
def wave(bensheim: MunicipalityRef) -> Wave:
    """A wave with the hundred sheets."""
    with inside(realm_of(bensheim)):
        made = wave_of("residents")
        for sex, age, number, sees in SHEETS:
            rows = [{"sex": sex, "age_bracket": age, "need_housing": 3 if at < sees else 0} for at in range(number)]
            store(made, *rows)
        return ended(made)


def state(**changed: Any) -> None:
    """The town's figures."""
    people = {"w-18_60": 300, "m-18_60": 300, "w-o60": 200, "m-o60": 200}
    given = {"people": people, "total": 1000, "source": SOURCE, "as_of": date(2026, 6, 30)}
    figures = ReferencePopulation(**({"perspective": "residents"} | given | changed))
    actions.state_figures(figures=figures, by=ELIF)


def page_of(browser: Client, wave: Wave, query: str = "") -> str:
    """A wave's page in words."""
    return words(soup(browser.get(f"/ergebnisse/wellen/{wave.pk}/{query}")))


def test_without_figures_the_page_says_where_they_come_from(
    guide: Client, client_for: Any, bensheim: MunicipalityRef, wave: Wave
) -> None:
    page = page_of(guide, wave, "?gewichtet=1")
    assert "Mit Zahlen aus dem Einwohnermeldeamt" in page
    assert "Die Koordination trägt sie in den Einstellungen der Ergebnisse ein." in page
    assert "Zum Gewichten fehlen Vergleichszahlen" in page
    assert "Wohnen: 40 % von 100 Antwortenden" in page
    coordinator = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    shown = soup(coordinator.get(f"/ergebnisse/wellen/{wave.pk}/"))
    assert shown.find("a", href="/ergebnisse/vergleichszahlen/residents/") is not None


def test_groups_that_stand_out_and_coverage(guide: Client, bensheim: MunicipalityRef, wave: Wave) -> None:
    with inside(realm_of(bensheim)):
        state()
    page = page_of(guide, wave)
    assert (
        "Deutlich zu oft haben geantwortet: weiblich, 18 bis 60 (60 % der Bögen, 30 % der Menschen); weiblich" in page
    )
    assert "Deutlich zu selten haben geantwortet: männlich (30 % der Bögen, 50 % der Menschen)" in page
    coverage = f"100 Bögen je 1.000 Menschen dieser Gruppe, die hier leben (alle: 1.000; {SOURCE}, Stand 30.06.2026)"
    assert f"Aufnahmegesellschaft: {coverage}" in page
    assert "Wohnen: 40 % von 100 Antwortenden" in page, "never weighted by itself"


def test_weighted_only_when_asked_for(guide: Client, bensheim: MunicipalityRef, wave: Wave) -> None:
    """And the kept numbers stay as they are."""
    with inside(realm_of(bensheim)):
        state()
    plain = page_of(guide, wave)
    page = page_of(guide, wave, "?gewichtet=1")
    assert "Wohnen: 57 % von 100 Antwortenden" in page
    assert "40 · 45–68 %" in page
    assert f"wie in den Vergleichszahlen ({SOURCE}, Stand 30.06.2026)" in page
    assert "die 100 Bögen so viel wie 71 gleich gewichtete" in page
    assert page_of(guide, wave) == plain
    address = f"/ergebnisse/wellen/{wave.pk}/zahlen/?format=csv"
    assert "Gewichtet" not in guide.get(address).content.decode("utf-8-sig")
    file = guide.get(f"{address}&gewichtet=1").content.decode("utf-8-sig")
    assert "Gewichteter Anteil in Prozent" in file
    line = next(one for one in file.splitlines() if '"need_housing";"3' in one)
    assert '"40";"40";"31";"50";"57";"45";"68"' in line, line


def test_another_sheet_other_figures_other_rules_are_noticed(in_bensheim: MunicipalityRef) -> None:
    """What is kept knows no weights."""
    made = wave_of("residents")
    for sex, age, number, sees in SHEETS:
        rows = [{"sex": sex, "age_bracket": age, "need_housing": 3 if at < sees else 0} for at in range(number)]
        store(made, *rows)
    state()
    limits = ResultsSettings.current()

    def seen() -> tuple[int, float]:
        result = result_of(made)
        by = who_answered(result, figures_of("residents"), limits, is_complete=True).weights
        assert isinstance(by, Weighting)
        need = weighted(result, by, limits).topics()["housing"].need
        assert need is not None
        return need.total, need.value

    assert seen() == (100, 0.57)
    with CaptureQueriesContext(connection) as asked:
        assert seen() == (100, 0.57)
    assert not any('"answers"' in query["sql"] for query in asked.captured_queries)
    store(made, *[{"need_housing": 3}] * 10)
    assert seen() == (110, 0.61), "(57 + 10) / 110"
    state(people={"w-18_60": 600, "m-18_60": 200, "w-o60": 100, "m-o60": 100})
    assert seen() == (110, 0.45), "as the sheets are: (40 + 10) / 110"


def test_nothing_that_leaves_the_page_is_weighted(in_bensheim: MunicipalityRef) -> None:
    """Published, reported: the same with figures as without. The report says how many live here, and no group."""
    made = wave_of("residents")
    for sex, age, number, sees in SHEETS:
        rows = [{"sex": sex, "age_bracket": age, "need_housing": 3 if at < sees else 0} for at in range(number)]
        store(made, *rows)

    def told() -> tuple[Any, ...]:
        result = result_of(made)
        report = content_of([result])
        public = public_figures(result, "need_housing", ResultsSettings(), reported=result)
        return public, repr(report.pop("method")), repr(report)

    before = told()
    assert SOURCE not in before[1]
    state()
    limits = ResultsSettings.current()
    result = result_of(made)
    by = who_answered(result, figures_of("residents"), limits, is_complete=True).weights
    assert isinstance(by, Weighting)
    other = weighted(result, by, limits)
    after = told()
    assert (after[0], after[2]) == (before[0], before[2])
    assert f"100 Bögen je 1.000 Menschen dieser Gruppe, die hier leben (alle: 1.000; {SOURCE}" in after[1]
    assert not re.search(r"\b[23]00\b", after[1]), "a group of the figures"
    with pytest.raises(NotPublishable):
        public_figures(other, "need_housing", ResultsSettings(), reported=result)


def test_only_the_pages_of_a_wave_know_weights() -> None:
    """Neither facts for the state nor reports nor interfaces can come by them."""
    doors = re.compile(r"^from tenants\.results\.(who_answered|computing\.weighted) import", re.MULTILINE)
    found = {
        path.relative_to(SOURCES).as_posix()
        for part in ("platform", "shared", "tenants", "api")
        for path in (SOURCES / part).rglob("*.py")
        if doors.search(path.read_text())
    }
    assert found == {
        "tenants/results/listing.py",
        "tenants/results/publishing.py",
        "tenants/results/views/waves.py",
        "tenants/results/who_answered.py",
    }


def test_statements(guide: Client, bensheim: MunicipalityRef, wave: Wave) -> None:
    """The panel costs no more than the register it replaces, weights nothing once counted; the list is in budget."""

    def asked(address: str) -> int:
        guide.get(f"/ergebnisse/wellen/{wave.pk}/{address}")
        with CaptureQueriesContext(connection) as found:
            assert guide.get(f"/ergebnisse/wellen/{wave.pk}/{address}").status_code == 200
        return len(found)

    with inside(realm_of(bensheim)):
        before = asked("")
        state()
        assert asked("?gewichtet=1") <= asked("") < before
        assert asked("zahlen/?gewichtet=1") <= BUDGET
