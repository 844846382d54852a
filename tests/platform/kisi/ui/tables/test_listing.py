"""Lists: sorting, pages, filters, export."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.template import Context
from django.test import Client, RequestFactory
from django_filters import FilterSet
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kisi.ui.tables import Column, KeptRows, Listing, Status, Table, answer_table
from kisi.ui.tables import listing as tables_listing
from kisi.ui.tables.columns import readable
from kisi.ui.tables.exports import FORMULA_STARTS, csv_text, csv_value, safe_text
from kisi.ui.tables.spreadsheets import xlsx_bytes
from kisi.ui.templatetags.kisi_ui import page_url


@dataclass(frozen=True)
class Row:
    """A row."""

    name: str
    amount: Decimal | None


ROWS = [Row("Birke", Decimal(3)), Row("ahorn", None), Row("Zeder", Decimal("1.5")), Row("Eiche", Decimal(-20))]
TABLE = Table(
    key="baeume",
    caption="Bäume",
    per_page=3,
    columns=[
        Column(key="name", label="Name", order_by=("name",)),
        Column(key="amount", label="Zahl", order_by=("amount",), number=True),
    ],
)


def listing(query: str = "", rows: object = ROWS) -> Listing:
    """The list for an address."""
    return Listing(RequestFactory().get(f"/{query}"), TABLE, rows)  # type: ignore[arg-type]


def names(found: Listing) -> list[str]:
    """The names on the page."""
    return [line.cells[0].value for line in found.lines]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Birke", "ahorn", "Zeder"]),
        ("?sortierung=name", ["ahorn", "Birke", "Eiche"]),
        ("?sortierung=-name", ["Zeder", "Eiche", "Birke"]),
        ("?sortierung=amount", ["Eiche", "Zeder", "Birke"]),
        ("?sortierung=name&seite=2", ["Zeder"]),
        ("?sortierung=name&seite=99", ["Zeder"]),
        ("?sortierung=name&seite=quatsch", ["ahorn", "Birke", "Eiche"]),
        ("?sortierung=__class__", ["Birke", "ahorn", "Zeder"]),
        ("?sortierung=--name", ["Birke", "ahorn", "Zeder"]),
    ],
)
def test_rows_of_a_page(query: str, expected: list[str]) -> None:
    assert names(listing(query)) == expected


def test_kept_rows_are_sorted_once_for_each_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """And come out as other rows do, whatever was asked for before."""
    made: list[Any] = []
    key_of = tables_listing._sort_key
    monkeypatch.setattr(tables_listing, "_sort_key", lambda wanted: made.append(wanted) or key_of(wanted))
    kept = KeptRows(ROWS)
    for query in ["", "?sortierung=name", "?sortierung=-name", "?sortierung=amount", "?sortierung=name&seite=2"]:
        assert names(listing(query, kept)) == names(listing(query)), query
    made.clear()
    assert names(listing("?sortierung=-name", kept)) == ["Zeder", "Eiche", "Birke"]
    assert made == []
    assert list(kept) == ROWS


def test_headings_say_how_they_sort_and_turn_round() -> None:
    headings = listing("?sortierung=name").headings
    assert [(heading.direction, heading.sort_key) for heading in headings] == [
        ("ascending", "-name"),
        ("none", "amount"),
    ]


def test_a_query_is_sorted_by_the_database_with_the_key_last() -> None:
    table = Table(key="t", caption="t", columns=[Column(key="model", label="m", order_by=("app_label", "model"))])
    found = Listing(RequestFactory().get("/?sortierung=-model"), table, ContentType.objects.all())
    assert str(found.sorted_rows.query).endswith(
        '"app_label" DESC, "django_content_type"."model" DESC, "django_content_type"."id" ASC'
    )  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("query", "changes", "expected"),
    [
        ("?q=gr%C3%BCn&art=a&art=b%26c", {"seite": 2}, "?q=gr%C3%BCn&art=a&art=b%26c&seite=2"),
        ("?art=a&seite=3&art=b&q=x+y", {"art": "c", "seite": None}, "?art=c&q=x+y"),
        ("?seite=3", {"seite": ""}, "?"),
        ("", {"sortierung": "-name"}, "?sortierung=-name"),
    ],
)
def test_an_address_changes_only_what_is_named(query: str, changes: dict[str, Any], expected: str) -> None:
    assert page_url(Context({"request": RequestFactory().get(f"/{query}")}), **changes) == expected


def test_export_has_every_row_in_order() -> None:
    request = RequestFactory().get("/?format=csv&sortierung=name")
    answer = answer_table(request, "egal.html", TABLE, ROWS)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="baeume-')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["Name", "Zahl"], ["ahorn", ""], ["Birke", "3"], ["Eiche", "-20"], ["Zeder", "1,5"]]


@given(st.text(min_size=1))
def test_no_text_can_become_a_formula(text: str) -> None:
    """T26: re-read, no cell of text begins with a character that starts a formula."""
    document = csv_text(["Name"], [[text], [f"={text}"], [f" \t+{text}"]])
    cells = [row[0] for row in csv.reader(io.StringIO(document.lstrip("\ufeff"), newline=""), delimiter=";")]
    assert len(cells) == 4
    assert not any(cell.startswith(FORMULA_STARTS) for cell in cells)
    assert cells[1:3] == [safe_text(text), f"'={text}"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "\u00a0@"])
def test_risky_starts_get_an_apostrophe(start: str) -> None:
    assert safe_text(f"{start}1+1") == f"'{start}1+1"


def test_numbers_stay_numbers_and_dates_are_german() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    values = [
        -5,
        Decimal("-1.5"),
        date(2026, 11, 22),
        datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("UTC")),
        True,
        None,
    ]
    assert [csv_value(value) for value in values] == ["-5", "-1,5", "22.11.2026", "25.10.2026 02:30", "ja", ""]
    assert csv_value(datetime(2026, 1, 2, 3, 4, tzinfo=berlin)) == "02.01.2026 03:04"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("0.0"), 1, "0,0"),
        (Decimal("0.0"), None, "0"),
        (Decimal(0), 2, "0,00"),
        (0.0, 0, "0"),
        (57.0, 0, "57"),
        (45.49, 0, "45"),
        (12.5, 1, "12,5"),
        (40.0, lambda row: 1 if row.name == "Birke" else None, "40,0"),
        (1234567, None, "1.234.567"),
        (-3.25, None, "−3,25"),
    ],
)
def test_a_number_has_the_same_decimals_on_the_page_and_in_every_file(value: Any, places: Any, text: str) -> None:
    """A zero share, too; files leave the dots between thousands away and write an ASCII minus."""
    column = Column(key="amount", label="Zahl", number=True, places=places)
    table = Table(key="zahl", caption="Zahl", columns=[column])
    found = Listing(RequestFactory().get("/"), table, [Row("Birke", value)])
    assert found.lines[0].cells[0].value == text
    plain = text.replace(".", "").replace("−", "-")
    (row,) = found.values()
    assert csv_value(row[0]) == plain
    cell = load_workbook(io.BytesIO(xlsx_bytes("Zahl", ["Zahl"], [row]))).active["A2"]
    decimals = len(plain.partition(",")[2])
    assert cell.value == pytest.approx(float(plain.replace(",", ".")))
    assert cell.number_format == (f"0.{'0' * decimals}" if decimals else "General")


def test_values_are_readable() -> None:
    assert [str(readable(value)) for value in (None, "", 0, 1234.5, False, date(2026, 1, 2))] == [
        "–",
        "–",
        "0",
        "1.234,5",
        "Nein",
        "02.01.2026",
    ]
    assert str(readable(Status("Offen", "ok"))) == "Offen"


def test_htmx_gets_the_list_alone_and_the_cache_knows() -> None:
    client = Client(headers={"HX-Target": "liste-angebote"})
    answer = client.get("/galerie/listen/")
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select("html, form") == []
    assert page.select_one("#liste-angebote") is not None
    assert "HX-Target" in answer["Vary"]


def test_a_filter_that_cannot_be_read_is_answered_with_422() -> None:
    answer = Client().get("/galerie/listen/?begins=31.02.2026")
    assert answer.status_code == 422
    assert "Tag.Monat.Jahr" in answer.content.decode()


def test_empty_and_nothing_found_say_what_to_do() -> None:
    empty = Client().get("/galerie/listen/?leer=1").content.decode()
    assert "Legen Sie das erste Angebot an" in empty
    nothing = Client().get("/galerie/listen/?q=gibtesnicht").content.decode()
    assert "Nehmen Sie einen Filter heraus" in nothing
    assert "<tbody>" not in nothing


def test_links_of_pages_keep_filter_and_order() -> None:
    page = BeautifulSoup(Client().get("/galerie/listen/?q=e&sortierung=-name").content, "html.parser")
    following = page.select_one("a[rel=next]")
    assert following is not None
    assert following["href"] == "?q=e&sortierung=-name&seite=2"
    sorting = page.select_one("thead a")
    assert sorting is not None
    assert sorting["href"] == "?q=e&sortierung=name"


def test_cells_are_escaped_and_carry_their_label_for_phones() -> None:
    answer = answer_table(RequestFactory().get("/"), "ui/tables/list.html", TABLE, [Row("<img onerror=x>", Decimal(1))])
    answer.render()  # type: ignore[attr-defined]
    html = answer.content.decode()
    assert "<img" not in html
    assert 'data-label="Zahl"' in html


def test_a_filter_set_narrows_the_query_and_fills_the_filter_bar() -> None:
    class Kinds(FilterSet):
        class Meta:
            model = ContentType
            fields = ["app_label"]

    request = RequestFactory().get("/?app_label=offers&sortierung=model")
    table = Table(key="t", caption="t", columns=[Column(key="model", label="m", order_by=("model",))])
    filtered = Kinds(request.GET, queryset=ContentType.objects.all())
    found = Listing(request, table, ContentType.objects.all(), filtered)
    assert '"app_label" = offers' in str(found.sorted_rows.query)  # type: ignore[union-attr]
    assert found.is_filtered
    assert [(field.id, 'class="k-control"' in field.control) for field in found.filter_fields] == [
        ("id_app_label", True)
    ]
