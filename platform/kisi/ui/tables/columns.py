"""What a list shows: declared once, used by screen, phone and export."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from kisi.ui.charts.numbers import written
from kisi.ui.parts import Action
from kisi.ui.registry import Text
from kisi.ui.templatetags.kisi_ui import day, german

NOTHING_YET = _("Hier ist noch nichts")
NOTHING_FOUND = _("Zu diesen Filtern gibt es nichts. Nehmen Sie einen Filter heraus.")


@dataclass(frozen=True)
class Status:
    """A value drawn as a status pill; exported as its label."""

    label: Text
    kind: Literal["", "ok", "warn", "bad", "info"] = ""

    def __str__(self) -> str:
        return str(self.label)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column.

    `value` takes a row and returns what is exported and, made readable, shown (default: the attribute
    `key`); `order_by` names the fields to sort by (lookups of a query, attributes of plain rows) and
    makes the heading a link; `link` and `sub` give the cell an address and a second line. `places` are a number's
    decimals, on the page and in files alike; where rows differ, a function of the row. A `wide` column has long
    texts and gets the room of a line.
    """

    key: str
    label: Text
    value: Callable[[Any], Any] | None = None
    order_by: tuple[str, ...] = ()
    link: Callable[[Any], str] | None = None
    sub: Callable[[Any], Any] | None = None
    number: bool = False
    wide: bool = False
    places: int | Callable[[Any], int | None] | None = None

    def places_of(self, row: Any) -> int | None:
        """The decimals of a number in this row, None for as many as it has (two at most)."""
        return self.places(row) if callable(self.places) else self.places

    def exported(self, row: Any) -> Any:
        """The value as it goes into a file: a number stays one, with the decimals the page shows."""
        value = self.value_of(row)
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        return written(value, self.places_of(row)) if is_number and math.isfinite(value) else value

    def value_of(self, row: Any) -> Any:
        """The raw value of a row."""
        return self.value(row) if self.value else getattr(row, self.key)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A list as a whole; the first column names the row.

    `per_page` is the page size where the settings (`KISI_UI_ROWS_PER_PAGE`) give none.
    """

    key: str
    caption: Text
    columns: Sequence[Column]
    default_order: str = ""
    per_page: int | None = None
    empty_title: Text = NOTHING_YET
    empty_text: Text = ""
    nothing_found: Text = NOTHING_FOUND
    actions: Callable[[Any], Sequence[Action]] | None = None
    can_export: bool = True

    @property
    def has_actions(self) -> bool:
        """Whether rows have a menu."""
        return self.actions is not None

    def sortable(self, key: str) -> Column | None:
        """The column of a sort key, or `None` for an unknown or unsortable one."""
        return next((column for column in self.columns if column.key == key and column.order_by), None)


def readable(value: Any, places: int | None = None) -> Any:
    """A value as people read it: German numbers and dates, yes and no, a dash for nothing."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Ja") if value else _("Nein")
    if isinstance(value, int | float | Decimal):
        return german(value, places)
    if isinstance(value, datetime):
        return f"{day(value)}, {value:%H:%M}"
    if isinstance(value, date):
        return day(value)
    return value
