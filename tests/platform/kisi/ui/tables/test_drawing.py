"""Cells drawn without a template: escaped, with what a phone needs, pills like the component."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django_cotton.compiler_regex import CottonCompiler

from kisi.ui.tables import Column, Status
from kisi.ui.tables.drawing import cell_starts, draw_cells
from kisi.ui.tables.listing import Cell

EVIL = "<script>\"'&amp;"


def cell(value: Any = "x", *, sub: Any = "", url: str = "", **column: Any) -> Cell:
    return Cell(Column(key="a", label=column.pop("label", "stand"), **column), value, sub, url)


def draw_cell(cell: Cell, *, names_the_row: bool) -> str:
    """One cell as it stands in a row: the first one, or the one after it."""
    row = [cell] if names_the_row else [Cell(Column(key="name", label="name"), "", "", ""), cell]
    return draw_cells(row, cell_starts([one.column for one in row])).split("\n", len(row) - 1)[-1]


def element(drawn: str) -> Any:
    return BeautifulSoup(f"<table><tr>{drawn}</tr></table>", "html.parser").select_one("tr > *")


def test_the_first_cell_names_the_row() -> None:
    named = element(draw_cell(cell(), names_the_row=True))
    assert (named.name, named["scope"], named["role"], named.has_attr("data-label")) == (
        "th",
        "row",
        "rowheader",
        False,
    )


def test_the_others_say_what_they_are() -> None:
    other = element(draw_cell(cell(12, number=True, label=EVIL), names_the_row=False))
    assert (other.name, other["role"], other["class"]) == ("td", "cell", ["k-table__number"])
    assert other["data-label"] == EVIL
    assert element(draw_cell(cell(label="von"), names_the_row=False))["data-label"] == "Von"
    assert not element(draw_cell(cell(), names_the_row=False)).has_attr("class")


@pytest.mark.parametrize("url", ["", "/x/?a=1&b=2"])
def test_everything_is_escaped(url: str) -> None:
    drawn = draw_cell(cell(EVIL, sub=EVIL, url=url), names_the_row=False)
    assert "<script>" not in drawn
    shown = element(drawn)
    assert shown.get_text() == EVIL * 2
    assert [link["href"] for link in shown.select("a.k-table__link")] == ([url] if url else [])
    assert shown.select_one(".k-sub").get_text() == EVIL
    marked = element(draw_cell(cell(mark_safe("<b>fett</b>"), url=url), names_the_row=False))
    assert marked.select_one("b") is not None


def test_words_of_the_page_s_language_and_numbers_as_germans_write_them() -> None:
    assert element(draw_cell(cell(_("Ja")), names_the_row=False)).get_text() == "Ja"
    assert element(draw_cell(cell(1.5), names_the_row=False)).get_text() == "1,5"


def test_every_cell_begins_as_its_column_says() -> None:
    columns = [Column(key="a", label="a"), Column(key="b", label="b", number=True)]
    row = draw_cells([Cell(column, EVIL, "", "") for column in columns], cell_starts(columns))
    first, second = BeautifulSoup(f"<table><tr>{row}</tr></table>", "html.parser").select("tr > *")
    assert (first.name, first.get("data-label"), first.get_text()) == ("th", None, EVIL)
    assert (second.name, second.get("data-label"), second.get_text()) == ("td", "B", EVIL)


@pytest.mark.parametrize("kind", ["", "ok", "bad"])
def test_a_pill_is_the_component(kind: Any) -> None:
    tags = CottonCompiler().process('<c-ui.status :kind="kind" :label="label" />')
    component = engines["django"].from_string(tags).render({"kind": kind, "label": EVIL})
    drawn = draw_cell(cell(Status(EVIL, kind)), names_the_row=False)
    pills = [str(BeautifulSoup(markup, "html.parser").select_one(".k-status")) for markup in (component, drawn)]
    assert pills[0] == pills[1]
