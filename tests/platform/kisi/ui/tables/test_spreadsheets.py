"""Lists as spreadsheets: read back by another library."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kisi.ui.tables import Column, Status, Table, answer_table
from kisi.ui.tables.spreadsheets import xlsx_bytes

PLAIN_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200)


def sheet_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).active


def cells(rows: list[list[Any]], heading: list[str] | None = None) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet_of(xlsx_bytes("Liste", heading or ["Wert"], rows)).rows]


def test_types_stay_what_they_are() -> None:
    """Numbers, dates, times by the wall clock, words for yes and no, nothing for nothing."""
    when = datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("UTC"))
    values = [-5, 1.5, Decimal("2.25"), date(2026, 11, 22), when, True, False, None, "", Status("Läuft", "info")]
    found = [row[0] for row in cells([[value] for value in values])[1:]]
    assert [str(value) for value in found[3:5]] == ["2026-11-22 00:00:00", "2026-10-25 02:30:00"]
    assert found[:3] + found[5:] == [-5, 1.5, 2.25, "ja", "nein", None, None, "Läuft"]


@pytest.mark.parametrize("value", [10**20, float("nan"), float("inf"), "x" * 40_000])
def test_what_a_spreadsheet_cannot_hold_becomes_text(value: Any) -> None:
    assert cells([[value]])[1][0] == str(value)[:32_767]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "=cmd|'/C calc'!A0", "http://example.org", "00123", "1"])
def test_text_stays_text(text: str) -> None:
    """T26: neither a formula nor a link nor a number."""
    sheet = sheet_of(xlsx_bytes("Liste", ["Wert"], [[text]]))
    cell = sheet["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


@given(PLAIN_TEXT)
def test_no_text_can_become_a_formula(text: str) -> None:
    sheet = sheet_of(xlsx_bytes("Liste", ["Wert"], [[text], [f"={text}"]]))
    assert {sheet[name].data_type for name in ("A2", "A3")} == {"s"}


@pytest.mark.parametrize("title", ["", "[a]:*?/\\'", "x" * 80, "'quoted'"])
def test_any_title_makes_a_sheet(title: str) -> None:
    assert 1 <= len(sheet_of(xlsx_bytes(title, ["Wert"], [])).title) <= 31


def test_a_list_is_answered_as_a_file() -> None:
    """With its heading, for one row and for three."""
    table = Table(key="Bäume", caption="Bäume", columns=[Column(key="name", label="Name")])
    for count in (1, 3):
        rows = [type("Row", (), {"name": f"={number}"})() for number in range(count)]
        answer = answer_table(RequestFactory().get("/?format=xlsx"), "egal.html", table, rows)
        assert ".xlsx" in answer["Content-Disposition"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        found = [[cell.value for cell in row] for row in sheet_of(answer.content).rows]
        assert found == [["Name"], *([f"={number}"] for number in range(count))]
