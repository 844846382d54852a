"""The start page of the ministry's roles, the search, and how little is asked of the database."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kisi.core.facts import metric
from kisi.core.realms import CENTRAL, MINISTRY, inside
from shared.metrics.models import Release
from shared.ministry.drawn import drawn_map
from shared.ministry.listing import AreaRow, kept_figure_rows
from shared.ministry.reading import all_figures, area_figures, releases, state_figures


def test_the_start_page_shows_the_newest_release(analyst: Any, release: Release) -> None:
    """Card and key figures."""
    page = analyst.get("/").content.decode()
    assert "Neuester Stand" in page
    assert "1. Halbjahr 2026 · Stand 1" in page
    assert "Antwortbögen" in page


def test_the_start_page_without_a_release(analyst: Any) -> None:
    """Says what to do."""
    page = analyst.get("/").content.decode()
    assert "Ersten Stand einfrieren" in page


def test_metrics_are_found(analyst: Any) -> None:
    """By words of their definition."""
    page = analyst.get("/suche/?q=Perspektive Stimmen").content.decode()
    assert "/hessen/kennzahlen/surveys.responses/" in page
    assert "/hessen/kennzahlen/" not in analyst.get("/suche/?q=Wetterbericht").content.decode()


def test_a_page_reads_stored_figures_in_three_statements(release: Release) -> None:
    """All releases, the state's figures of two of them, one cell of every area: no more, however many there are."""
    with inside(MINISTRY), CaptureQueriesContext(connection) as asked:
        known = releases()
        state_figures(of=known)
        area_figures(known[0], metric="surveys.responses", level="municipality", cell="")
    assert len(asked) == 3


def test_figures_are_read_once_for_each_release(release: Release) -> None:
    """A release never changes; another one that got its number (in a restored database, say) has other marks."""
    with inside(MINISTRY):
        known = releases()[0]
        first = area_figures(known, metric="surveys.responses", level="municipality", cell=""), all_figures(known)
        state = state_figures(of=[known])
        with CaptureQueriesContext(connection) as asked:
            again = area_figures(known, metric="surveys.responses", level="municipality", cell=""), all_figures(known)
            assert state_figures(of=[known]) == state
        assert again == first
        assert len(asked) == 0
        assert {one.level for one in all_figures(known, level="state")} == {"state"}
        for other in (replace(known, input_hash="0"), replace(known, frozen_at=timezone.now())):
            with CaptureQueriesContext(connection) as asked:
                all_figures(other)
                state_figures(of=[other])
            assert len(asked) == 2


def test_the_map_shows_the_names_and_ways_of_today(release: Release) -> None:
    """Kept, but not when a municipality is called otherwise or has got a page."""
    with inside(CENTRAL):
        known = releases()[0]
        ags = area_figures(known, metric="surveys.responses", level="municipality", cell="")[0].area

        def drawn(name: str, url: str) -> str:
            row = AreaRow(ags, name, "", url, Decimal(10), None, 1, "")
            more = {"level": "municipality", "declared": metric("surveys.responses"), "cell": ""}
            return drawn_map([row], names={ags: name}, release=known, **more)  # type: ignore[arg-type]

        one = drawn("Altstadt", "/a/")
        assert "Altstadt" in one
        assert drawn("Altstadt", "/a/") is one
        assert "Neustadt" in drawn("Neustadt", "/a/")
        assert 'href="/b/"' in drawn("Altstadt", "/b/")


def test_the_list_of_figures_is_made_once_for_each_choice(release: Release) -> None:
    """And anew where an area is called otherwise."""
    with inside(CENTRAL):
        known = releases()[0]
        found = all_figures(known, level="municipality")
        names = {one.area: "Altstadt" for one in found}
        rows = kept_figure_rows(known, "municipality", found, names)
        assert {row.area_name for row in rows} == {"Altstadt"}
        assert kept_figure_rows(known, "municipality", found, names) is rows
        assert kept_figure_rows(known, "some", found[:1], names) == rows[:1]
        other = kept_figure_rows(known, "municipality", found, dict.fromkeys(names, "Neustadt"))
        assert {row.area_name for row in other} == {"Neustadt"}
