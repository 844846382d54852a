"""Needs on the page of a topic: what the towns' rows came to in a real release, and nothing that came later."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from kisi.core.periods import Period, period_at
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from shared.metrics.collection.running import collect
from shared.metrics.models import Contribution, Release, ReleasedFigure
from shared.ministry.key_figures import topic_metrics
from tenants.needs import actions
from tests.shared.metrics.test_releases import release as make_release
from tests.shared.ministry.frozen import freeze, three_towns
from tests.shared.ministry.test_files import from_csv
from tests.shared.ministry.test_pages import cards_of, soup_of
from tests.tenants.needs.test_actions import ELIF, a_need

STATED, DECIDED = "needs.stated", "needs.decided"
PAGE = "/hessen/handlungsfelder/education/"


@pytest.fixture
def period() -> Period:
    """The half-year in which the needs are stated."""
    return period_at(timezone.now())


def state(town: MunicipalityRef, number: int, *, decided: int = 0) -> None:
    """So many needs in „education“, the first of them decided about."""
    with inside(realm_of(town)):
        for position in range(number):
            need = a_need(f"Bedarf {position}")
            if position < decided:
                actions.decide(need=need, state="decided", priority="now", reason="Beschluss", by=ELIF)


def stored(release: Release) -> dict[str, ReleasedFigure]:
    """Metric → what the release holds about the topic."""
    with inside(CENTRAL):
        rows = ReleasedFigure.objects.filter(release=release, level="state", cell="topic=education")
        return {row.metric: row for row in rows if row.metric in {STATED, DECIDED}}


def test_the_page_and_the_file_say_what_was_released(
    analyst: Any, period: Period, bensheim: MunicipalityRef, butzbach: MunicipalityRef, oestrich: MunicipalityRef
) -> None:
    """11 + 8 + 4 needs, 9 decided: rounded in the release; 12 more a minute later are in no outlet."""
    for town, number, decided in ((bensheim, 11, 6), (butzbach, 8, 3), (oestrich, 4, 0)):
        state(town, number, decided=decided)
    made = make_release(period)
    frozen = stored(made)
    assert (frozen[STATED].numerator, frozen[STATED].base) == (25, 5)
    assert (frozen[DECIDED].numerator, frozen[DECIDED].denominator) == (10, 25)

    state(butzbach, 12, decided=12)
    collect(period)
    with inside(CENTRAL):
        live = Contribution.objects.filter(metric=STATED, cell="topic=education").values_list("numerator", flat=True)
        assert sum(live) == 35

    cards = cards_of(soup_of(analyst, PAGE))
    assert cards["Festgestellte Bedarfe"][0] == "25"
    assert cards["Bedarfe mit Entscheidung"][0] == "40,0 %"
    assert cards["Bedarfe mit Entscheidung"][1].startswith("von rund 25 ·")

    exported = from_csv(analyst, made.pk)
    place = ("06", "Handlungsfeld: Bildung und Kinderbetreuung")
    assert exported["Festgestellte Bedarfe", *place] == (Decimal(25), 25, None)
    assert exported["Bedarfe mit Entscheidung", *place] == (Decimal("40.0"), 10, 25)


def test_too_few_needs_say_why(analyst: Any, period: Period, bensheim: MunicipalityRef) -> None:
    """A share over a handful of needs is hidden in the release; the card gives the reason, not a number."""
    state(bensheim, 4, decided=4)
    made = make_release(period)
    assert stored(made)[DECIDED].hidden_because == "small_denominator"
    assert cards_of(soup_of(analyst, PAGE))["Bedarfe mit Entscheidung"] == ("–", "zu kleine Grundgesamtheit")


def test_against_the_half_year_before(analyst: Any, database: Any) -> None:
    """The same comparison as on the overview; a release without these figures has no cards."""
    cell = "topic=education"
    freeze("2025-H2", three_towns())
    assert cards_of(soup_of(analyst, PAGE)) == {}
    freeze("2026-H1", three_towns() | {(STATED, "06", cell): (40, None)})
    assert cards_of(soup_of(analyst, PAGE))["Festgestellte Bedarfe"] == (
        "40",
        "noch kein früherer Zeitraum zum Vergleich",
    )
    freeze("2026-H2", three_towns() | {(STATED, "06", cell): (60, None)})
    assert cards_of(soup_of(analyst, PAGE))["Festgestellte Bedarfe"] == ("60", "+50 % zum 1. Halbjahr 2026")
    assert cards_of(soup_of(analyst, "/hessen/handlungsfelder/work/")) == {}


def test_which_metrics_stand_there() -> None:
    """Those the catalogue publishes by topic alone; the cross with the perspective is the bars' own."""
    assert [one.key for one in topic_metrics()] == [STATED, DECIDED]
