"""One page of a list as a request asks for it: filtered, sorted, cut into pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm, Field
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from kisi.ui.registry import Text
from kisi.ui.tables.columns import Column, Status, Table, readable
from kisi.ui.tables.drawing import cell_starts, draw_cells

SORT = "sortierung"
PAGE = "seite"
FORMAT = "format"
ROWS_PER_PAGE = 25

type Rows = QuerySet[Any] | Sequence[Any]


class KeptRows(list[Any]):
    """Rows that are kept for several requests (``kisi.core.kept``): each order is made once. Never change them."""

    def __init__(self, rows: Iterable[Any]) -> None:
        super().__init__(rows)
        self._orders: dict[tuple[tuple[str, ...], bool], list[Any]] = {}

    def in_order(self, names: tuple[str, ...], *, descending: bool) -> list[Any]:
        """The rows sorted by these attributes."""
        if (names, descending) not in self._orders:
            self._orders[names, descending] = sorted(self, key=_sort_key(names), reverse=descending)
        return self._orders[names, descending]


class Filter(Protocol):
    """What a list needs of a filter; every `django_filters.FilterSet` is one."""

    @property
    def form(self) -> BaseForm:
        """The form of the filter bar."""

    @property
    def qs(self) -> Any:
        """The rows that remain."""


@dataclass(frozen=True)
class Filtered:
    """A filter over plain rows: the form and what remains."""

    form: BaseForm
    qs: Sequence[Any]


@dataclass(frozen=True)
class Heading:
    """A column's heading with the link that sorts by it."""

    column: Column
    direction: str
    sort_key: str


@dataclass(frozen=True)
class Cell:
    """One cell ready to be drawn."""

    column: Column
    value: Any
    sub: Any
    url: str

    @property
    def status(self) -> Status | None:
        """The value where it is a status."""
        return self.value if isinstance(self.value, Status) else None


@dataclass(frozen=True)
class Line:
    """One row ready to be drawn."""

    number: int
    cells: list[Cell]
    actions: Sequence[Any]
    starts: Sequence[str]

    @property
    def drawn(self) -> SafeString:
        """All cells."""
        return draw_cells(self.cells, self.starts)


@dataclass(frozen=True)
class FilterField:
    """One field of the filter bar."""

    label: Text
    id: str
    control: SafeString
    errors: Sequence[str]


class NumberedPage(Page):
    """A page that knows which page numbers to show."""

    @property
    def shown_numbers(self) -> list[int | str]:
        """First, last and the neighbours, with … for what is left out."""
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1))


class Pages(Paginator):
    """Django's paginator with numbered pages."""

    def _get_page(self, *args: Any, **kwargs: Any) -> NumberedPage:
        return NumberedPage(*args, **kwargs)


class Listing:
    """A list for one request; nothing is fetched before it is drawn or exported."""

    def __init__(self, request: HttpRequest, table: Table, rows: Rows, filtered: Filter | None = None) -> None:
        self.request = request
        self.table = table
        self.filter = filtered
        self._rows = filtered.qs if filtered is not None else rows

    @property
    def is_filtered(self) -> bool:
        """Whether the address carries a value for any field of the filter."""
        if self.filter is None:
            return False
        return any(self.request.GET.get(self.filter.form.add_prefix(name)) for name in self.filter.form.fields)

    @property
    def has_bad_filter(self) -> bool:
        """Whether a filter could not be read."""
        return bool(self.filter is not None and self.filter.form.errors)

    @property
    def filters_in_words(self) -> dict[str, str]:
        """What the rows were chosen by: the fields of the filter that say something, or what the address asks for."""
        form = self.filter.form if self.filter is not None else None
        if form is None:
            return {
                key: str(value) for key, value in self.request.GET.items() if value and key not in (SORT, PAGE, FORMAT)
            }
        chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
        words = {name: _in_words(form.fields[name], chosen.get(name)) for name in form.fields}
        return {str(form.fields[name].label or name): said for name, said in words.items() if said}

    @cached_property
    def order(self) -> str:
        """The sort key in force: the asked one where a column knows it, else the table's own."""
        asked = self.request.GET.get(SORT, "")
        return asked if self.table.sortable(asked.removeprefix("-")) else self.table.default_order

    @cached_property
    def sorted_rows(self) -> Rows:
        """Every row in order; a query gets its primary key as last word, so that pages never overlap."""
        column = self.table.sortable(self.order.removeprefix("-"))
        if column is None:
            return self._rows
        descending = self.order.startswith("-")
        if isinstance(self._rows, QuerySet):
            fields = [f"-{name}" if descending else name for name in column.order_by]
            return self._rows.order_by(*fields, "pk")
        if isinstance(self._rows, KeptRows):
            return self._rows.in_order(column.order_by, descending=descending)
        return sorted(self._rows, key=_sort_key(column.order_by), reverse=descending)

    @cached_property
    def page(self) -> Page:
        """The asked page; a number beyond the end gives the last one."""
        default: int = getattr(settings, "KISI_UI_ROWS_PER_PAGE", ROWS_PER_PAGE)
        size = self.table.per_page or default
        return Pages(self.sorted_rows, size).get_page(self.request.GET.get(PAGE))

    @property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return self.page.paginator.count

    @property
    def headings(self) -> list[Heading]:
        """The columns' headings."""
        return [self._heading(column) for column in self.table.columns]

    @cached_property
    def lines(self) -> list[Line]:
        """The rows of the page."""
        starts = cell_starts(self.table.columns)
        return [self._line(number, row, starts) for number, row in enumerate(self.page.object_list)]

    @property
    def filter_fields(self) -> list[FilterField]:
        """The fields of the filter bar."""
        if self.filter is None:
            return []
        return [
            FilterField(
                field.label,
                field.id_for_label,
                field.as_widget(attrs={"class": "k-control"}),
                [str(message) for message in field.errors],
            )
            for field in self.filter.form.visible_fields()
        ]

    def values(self) -> Iterable[list[Any]]:
        """Every row of every page as values for files."""
        rows = self.sorted_rows
        for row in rows.iterator(chunk_size=2000) if isinstance(rows, QuerySet) else rows:
            yield [column.exported(row) for column in self.table.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.order_by:
            return Heading(column, "", "")
        direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.order, "none")
        return Heading(column, direction, f"-{column.key}" if direction == "ascending" else column.key)

    def _line(self, number: int, row: Any, starts: Sequence[str]) -> Line:
        cells = [
            Cell(
                column,
                readable(column.value_of(row), column.places_of(row)),
                column.sub(row) if column.sub else "",
                column.link(row) if column.link else "",
            )
            for column in self.table.columns
        ]
        return Line(number, cells, self.table.actions(row) if self.table.actions else (), starts)


def _in_words(field: Field, value: Any) -> str:
    """What somebody chose in a field of a filter, as they read it there."""
    if value in (None, "", False) or value == []:
        return ""
    choices: Any = getattr(field, "choices", ())
    names = {str(key): str(label) for key, label in choices if str(key)}
    chosen = value if isinstance(value, list | tuple | QuerySet) else [value]
    return ", ".join(names.get(str(one), str(one)) for one in chosen)


def _sort_key(names: Sequence[str]) -> Callable[[Any], list[tuple[bool, Any]]]:
    """Plain rows sort without regard to case, empty values last."""
    values_of = attrgetter(*names, names[0])

    def key(row: Any) -> list[tuple[bool, Any]]:
        values = values_of(row)[:-1]
        return [(value is None, value.casefold() if isinstance(value, str) else value or 0) for value in values]

    return key
