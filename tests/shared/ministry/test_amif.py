"""Exact totals: for one role, recorded at every look, never for a municipality."""

from __future__ import annotations

from typing import Any

import pytest

from kisi.audit.models import Entry
from kisi.core.realms import CENTRAL, inside
from shared.metrics.models import AmifTotal, Release
from tests.shared.ministry.frozen import freeze

TOTALS = {"": 137, "age_bracket=u18|sex=w": 41, "sex=w": 88}


def _totals(release: Release) -> None:
    AmifTotal.objects.bulk_create(
        AmifTotal(release=release, metric="accounts.active", annex_no="3.1", code="O.2.3", cell=cell, numerator=number)
        for cell, number in TOTALS.items()
    )


@pytest.fixture
def with_totals(database: Any) -> Release:
    """A release with three exact totals."""
    return freeze("2026-H1", {("accounts.active", "06", ""): (135, None)}, beside=_totals)


def looks() -> int:
    """How often somebody looked at the totals."""
    with inside(CENTRAL):
        return Entry.objects.filter(event="metrics.amif_read").count()


def test_the_reporter_reads_and_every_look_is_recorded(reporter: Any, with_totals: Release) -> None:
    """Exact numbers in order; page and file are two looks."""
    page = reporter.get("/hessen/amif/").content.decode()
    assert looks() == 1
    assert "wird im Prüfprotokoll festgehalten" in page
    lines = reporter.get("/hessen/amif/?format=csv").content.decode("utf-8-sig").splitlines()[1:]
    assert looks() == 2
    assert lines == [
        '"3.1";"Aktive Konten";"alle";"alle";"137";""',
        '"3.1";"Aktive Konten";"weiblich";"alle";"88";""',
        '"3.1";"Aktive Konten";"weiblich";"unter 18";"41";""',
    ]


def test_nobody_else_reads_them(analyst: Any, with_totals: Release) -> None:
    """The analyst is refused, nothing is recorded as read; no other page has the exact number."""
    assert analyst.get("/hessen/amif/").status_code == 403
    assert looks() == 0
    assert '"137"' not in analyst.get(f"/hessen/staende/{with_totals.pk}/zahlen/?format=csv").content.decode()
    cards = analyst.get("/hessen/").context["cards"]
    assert [card.value for card in cards] == ["3", "135"]


def test_a_wrong_release_is_no_look(reporter: Any, with_totals: Release) -> None:
    """422 and no record; without any release a sentence."""
    assert reporter.get("/hessen/amif/?stand=987654").status_code == 422
    assert looks() == 0
