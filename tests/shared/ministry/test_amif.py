"""Exact totals: for one role, recorded at every look, never for a municipality."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from kisi.accounts.models import User
from kisi.audit.models import Entry
from kisi.core.facts import collector, metrics
from kisi.core.periods import period_at, period_of
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from shared.metrics.collection.running import collect
from shared.metrics.models import AmifTotal, Contribution, Release, ReleasedFigure
from shared.ministry.annex import ANNEX, SOURCE
from tests.shared.metrics.conftest import hire
from tests.shared.metrics.test_releases import release as make_release
from tests.shared.ministry.frozen import freeze
from tests.shared.ministry.test_pages import rows_of

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


SUPPORTED = "amif.authorities_supported"


def outlets(client: Any) -> tuple[list[list[str]], list[str], list[list[Any]]]:
    """The page's rows, the CSV file's lines and the spreadsheet's rows."""
    page = rows_of(BeautifulSoup(client.get("/hessen/amif/").content, "html.parser"), "amif")
    lines = client.get("/hessen/amif/?format=csv").content.decode("utf-8-sig").splitlines()[1:]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/hessen/amif/?format=xlsx").content))
    return page, lines, [list(row) for row in book.active.iter_rows(min_row=2, values_only=True)]


def test_supported_municipalities_as_released(
    reporter: Any, bensheim: MunicipalityRef, butzbach: MunicipalityRef, oestrich: MunicipalityRef
) -> None:
    """A guide, a helper, a coordinator: two. What comes later is in no outlet before the next release."""
    hire(bensheim, guide=2)
    hire(butzbach, contributor=1)
    hire(oestrich, coordinator=1)
    period = period_at(timezone.now())
    made = make_release(period)
    with inside(CENTRAL):
        # Not about people, but exact: it stands in no public table and in no municipality's row.
        assert not ReleasedFigure.objects.filter(release=made, metric=SUPPORTED).exists()

    hire(butzbach, guide=1)
    collect(period)
    with inside(CENTRAL):
        live = Contribution.objects.filter(metric=SUPPORTED).values_list("numerator", flat=True)
        assert sum(live) == 3
    name = "Kommunen, die bei Integrationsmaßnahmen unterstützt werden"
    page, lines, sheet = outlets(reporter)
    assert page == [["2", name, "alle", "alle", "2", "–"]]
    assert lines == [f'"2";"{name}";"alle";"alle";"2";""']
    assert sheet == [["2", name, "alle", "alle", 2, None]]

    make_release(period)
    assert [row[4] for row in outlets(reporter)[0]] == ["3"]


def test_who_was_there_once_counts_on(in_bensheim: MunicipalityRef) -> None:
    """The output is cumulative (Art. 33(3)): a guide who left still stands for a supported municipality."""
    source, period = collector("kisi.accounts.staff"), period_at(timezone.now())

    def supported(of: Any = period) -> int:
        return next(one.numerator for one in source.count(source.look(of)) if one.metric == SUPPORTED)

    assert supported() == 0
    hire(in_bensheim, guide=1)
    assert supported() == 1
    User.objects.update(is_active=False)
    assert supported() == 1
    assert supported(period_of("2020-H1")) == 0


def test_what_is_not_counted_is_said_and_is_no_zero(reporter: Any, with_totals: Release) -> None:
    """Every indicator of the annex is either a row or named as missing with the reason."""
    page = BeautifulSoup(reporter.get("/hessen/amif/").content, "html.parser")
    with_figures = {row[0] for row in rows_of(page, "amif")}
    panel = next(one for one in page.select(".k-panel") if "Was in diesem Stand fehlt" in one.get_text())
    missing = [term.get_text(strip=True).split(" ")[0] for term in panel.select("dt")]
    assert with_figures == {"3.1"}
    assert missing == [one.number for one in ANNEX if one.number != "3.1"]
    assert all(text.get_text(strip=True).endswith(".") for text in panel.select("dd"))


def test_names_are_said_to_be_our_words(reporter: Any, with_totals: Release) -> None:
    """Nobody takes them for the wording of the regulation, to which the page leads."""
    page = BeautifulSoup(reporter.get("/hessen/amif/").content, "html.parser")
    note = next(one for one in page.select("main p") if "sinngemäß" in one.get_text())
    link = note.select_one("a")
    assert link is not None
    assert link["href"] == SOURCE
    assert "Anhang VIII" in note.get_text()
    kinds = {one.number: str(one.kind) for one in ANNEX}
    assert [number for number, kind in kinds.items() if kind == "Ergebnisindikator"] == ["8", "9", "10", "11"]
    assert set(kinds.values()) == {"Outputindikator", "Ergebnisindikator"}


def test_metrics_name_numbers_of_the_annex() -> None:
    """A wrong number would put a figure into the wrong line of the report."""
    assert {one.annex_no for one in metrics() if one.annex_no} <= {one.number for one in ANNEX}
