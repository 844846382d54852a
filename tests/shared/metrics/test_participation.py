"""Participation by municipality: counts of waves as collected, sheets only as far as a release tells."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from kisi.core.actors import SYSTEM
from kisi.core.facts import collector
from kisi.core.periods import Period
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from shared.disclosure.catalogue import CATALOGUE
from shared.metrics.collection.running import collect
from shared.metrics.participation import TownRow, returned_of, town_rows
from shared.metrics.vocabulary import SHEETS, WAVES, WISHED_FOR, SheetsReturned
from tenants.surveys.actions import accept_response, create_wave, end_wave, reopen_wave
from tenants.surveys.models import Wave
from tests.accounts import person, sign_in
from tests.shared.ministry.frozen import freeze
from tests.tenants.surveys.waves import FULL, open_wave, plan


@pytest.fixture
def analyst(client_for: Any) -> Any:
    """Somebody of the ministry."""
    return sign_in(client_for(None), person(None, Role.MINISTRY_ANALYST), None)


def waves_in(period: Period) -> list[tuple[str, str, int]]:
    """What the current town reports of its waves as the collection does."""
    source = collector("tenants.surveys.answers")
    reported = [one for one in source.count(source.look(period)) if one.metric in {WAVES, WISHED_FOR}]
    return [(one.metric, "".join(one.cell.values()), one.numerator) for one in reported]


def test_waves_are_reported_by_what_was_decided_about_them(bensheim: MunicipalityRef, period: Period) -> None:
    """Not by today's date, and without those in preparation; no target where one has none."""
    with inside(realm_of(bensheim)):
        assert waves_in(period) == [(WAVES, "", 0), (WAVES, "open", 0), (WAVES, "ended", 0), (WISHED_FOR, "", 0)]
        first = open_wave(targets={"total": 40.0})
        create_wave(plan=plan(first.version), by=SYSTEM)
        assert waves_in(period) == [(WAVES, "", 1), (WAVES, "open", 1), (WAVES, "ended", 0), (WISHED_FOR, "", 40)]
        end_wave(wave=first, by=SYSTEM)
        open_wave(first.version, targets={"total": 60})
        assert waves_in(period) == [(WAVES, "", 2), (WAVES, "open", 1), (WAVES, "ended", 1), (WISHED_FOR, "", 100)]
        open_wave(first.version)
        assert waves_in(period)[-1] == (WISHED_FOR, "", 0)
        assert waves_in(period.next.next) == [
            (WAVES, "", 0),
            (WAVES, "open", 0),
            (WAVES, "ended", 0),
            (WISHED_FOR, "", 0),
        ]


def test_no_release_contains_them() -> None:
    assert {WAVES, WISHED_FOR}.isdisjoint({entry.metric for entry in CATALOGUE.entries})


@pytest.mark.parametrize(
    ("sheets", "wished", "step"),
    [
        (None, 100, "hidden"),
        (0, 100, "few"),
        (0, 0, "few"),
        (5, 0, "no_target"),
        (20, 100, "quarter"),
        (25, 100, "half"),
        (50, 100, "half"),
        (55, 100, "most"),
        (100, 100, "reached"),
        (900, 100, "reached"),
    ],
)
def test_the_return_in_steps(sheets: int | None, wished: int, step: str) -> None:
    assert returned_of(sheets, wished, has_release=True) == step
    assert returned_of(sheets, wished, has_release=False) == "no_release"


def rows(period: Period) -> dict[str, TownRow]:
    """The page's rows by name."""
    with inside(CENTRAL):
        return {row.name: row for row in town_rows(period)}


def test_the_page_never_shows_more_than_the_release(
    analyst: Any, period: Period, bensheim: MunicipalityRef, butzbach: MunicipalityRef, oestrich: MunicipalityRef
) -> None:
    """A sheet that came in is not seen before it is in a release; what is not collected is no zero."""
    with inside(realm_of(bensheim)):
        wave = open_wave(targets={"total": 10})
    assert rows(period)["Bensheim"].open_waves is None
    collect(period)
    before = rows(period)
    assert (before["Bensheim"].open_waves, before["Butzbach"].open_waves) == (1, 0)
    with inside(realm_of(bensheim)):
        for _number in range(7):
            accept_response(wave=wave, id=uuid.uuid4(), channel="link", language="ar", answers=FULL, consent_version=1)
    collect(period)
    assert [row.returned for row in rows(period).values()] == [SheetsReturned.NO_RELEASE] * 3
    released = {(SHEETS, bensheim.ags, ""): (5, None), (SHEETS, butzbach.ags, ""): (0, None)}
    freeze(period.key, released)
    after = rows(period)
    assert after["Bensheim"].returned == SheetsReturned.HALF
    assert after["Butzbach"].returned == SheetsReturned.FEW
    assert after["Oestrich-Winkel"].returned == SheetsReturned.HIDDEN
    freeze(period.key, released, number=2, missing=[{"ags": oestrich.ags, "name": oestrich.name}])
    assert rows(period)["Oestrich-Winkel"].returned == SheetsReturned.MISSING
    page = analyst.get("/erhebung/beteiligung/")
    assert page.status_code == 200
    lines = BeautifulSoup(page.content, "html.parser").select("table tbody tr")
    assert ["".join(line.th.get_text().split()) for line in lines] == ["Bensheim", "Butzbach", "Oestrich-Winkel"]
    assert "Keine oder sehr wenige" in page.text
    file = analyst.get("/erhebung/beteiligung/?stand=half&format=csv").text
    assert '"Bensheim"' in file
    assert "Butzbach" not in file
    assert analyst.get("/erhebung/beteiligung/?stand=quatsch").status_code == 422
    assert "/erhebung/beteiligung/" in analyst.get("/erhebung/").text


def test_a_wave_that_ends_is_collected_anew(period: Period, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        wave = open_wave()
    collect(period)
    with inside(realm_of(bensheim)):
        end_wave(wave=wave, by=SYSTEM)
    collect(period)
    assert (rows(period)["Bensheim"].open_waves, rows(period)["Bensheim"].ended_waves) == (0, 1)
    with inside(realm_of(bensheim)):
        again = Wave.objects.get()
        reopen_wave(wave=again, closes_on=again.closes_on + timedelta(days=1), by=SYSTEM)
    collect(period)
    assert rows(period)["Bensheim"].open_waves == 1
