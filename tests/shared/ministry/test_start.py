"""The start page of the ministry's roles, the search, and how little is asked of the database."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kisi.core.realms import MINISTRY, inside
from shared.metrics.models import Release
from shared.ministry.reading import area_figures, releases, state_figures


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
