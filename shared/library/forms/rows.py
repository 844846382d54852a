"""The rows of a list in a content. Works without JavaScript: a button asks for more empty rows."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from shared.library.forms.fields import row_fields
from shared.library.shapes import Named, Rows, Texts
from shared.library.shapes.checking import MOST_ROWS

EMPTY_ROWS: Final = 2
MORE_ROWS: Final = 3
UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


class RowFormSet(BaseFormSet):
    """Rows of which none is obligatory by itself: an untouched one is no row."""

    def initial_form_count(self) -> int:
        """None: so an empty row may stay empty, and a filled one counts wherever it stands."""
        return 0

    def add_fields(self, form: Any, index: int | None) -> None:
        """The order and the way to take a row out, in words."""
        super().add_fields(form, index)
        filled = len(self.initial or [])
        form.fields["ORDER"].label = _("Reihenfolge")
        form.fields["ORDER"].widget.attrs["data-width"] = "half"
        form.fields["ORDER"].initial = index + 1 if index is not None and index < filled else None
        form.fields["DELETE"].label = _("Diese Zeile entfernen")


class RowForms:
    """One list: its part and its rows."""

    def __init__(self, part: Texts | Named | Rows, value: Any, data: QueryDict | None, *, growing: str = "") -> None:
        self.part = part
        fields = row_fields(part)
        rows = _typed(part.name, fields, data) if growing and data is not None else _initial(part, value)
        empty = MORE_ROWS if growing == part.name else EMPTY_ROWS if not growing else 0
        formset_class: Any = formset_factory(
            type("RowForm", (forms.Form,), fields),
            formset=RowFormSet,
            extra=min(len(rows) + empty, MOST_ROWS),
            can_order=True,
            can_delete=True,
            max_num=MOST_ROWS,
            absolute_max=MOST_ROWS + 1,
            validate_max=True,
        )
        bound = None if growing else data
        self.forms: BaseFormSet = formset_class(bound, prefix=part.name, initial=None if bound else rows)

    @cached_property
    def problems(self) -> list[str]:
        """Everything wrong, as sentences that name list, row and field."""
        if self.forms.is_valid():
            return [f"{self.part.label}: {message}" for message in self._shortcomings()]
        found = [f"{self.part.label}: {message}" for message in self.forms.non_form_errors()]
        for number, form in enumerate(self.forms.forms, start=1):
            for name, messages in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                found += [f"{self.part.label}, {number}, {label}: {message}" for message in messages]
        return found

    def _shortcomings(self) -> list[str]:
        """What is wrong with rows that are right one by one."""
        if not self.value and not self.part.is_optional:
            return [_("Bitte füllen Sie mindestens eine Zeile aus.")]
        names = [form.cleaned_data.get("name") for form in self.forms.ordered_forms]
        if isinstance(self.part, Named) and len(set(names)) < len(names):
            return [_("Jeder Name darf nur einmal vorkommen.")]
        return []

    @property
    def value(self) -> Any:
        """The rows that were filled in, in their order, as the content keeps them."""
        rows = [_filled(form) for form in self.forms.ordered_forms]
        if isinstance(self.part, Texts):
            return [row["text"] for row in rows]
        if isinstance(self.part, Named):
            return {row["name"]: row["description"] for row in rows}
        return _with_keys(rows)


def _filled(form: forms.Form) -> dict[str, Any]:
    cleaned = form.cleaned_data.items()
    return {name: value for name, value in cleaned if name not in {"ORDER", "DELETE"} and value not in (None, "")}


def _with_keys(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without a key get one from their title."""
    taken = {row["key"] for row in rows if "key" in row}
    for row in rows:
        if "key" not in row:
            row["key"] = _free_key(row["title"], taken)
            taken.add(row["key"])
    return [{"key": row["key"], **row} for row in rows]


def _free_key(title: str, taken: set[str]) -> str:
    wished = slugify(title.translate(UMLAUTS))[:60].strip("-_") or "zeile"
    key, number = wished, 2
    while key in taken:
        key, number = f"{wished}-{number}", number + 1
    return key


def _initial(part: Texts | Named | Rows, value: Any) -> list[dict[str, Any]]:
    if not value:
        return []
    if isinstance(part, Texts):
        return [{"text": text} for text in value]
    if isinstance(part, Named):
        return [{"name": name, "description": description} for name, description in value.items()]
    return list(value)


def _typed(prefix: str, fields: dict[str, forms.Field], data: QueryDict) -> list[dict[str, Any]]:
    """The rows as they were typed, unchecked, in the order typed; empty ones are left out."""
    sent = data.get(f"{prefix}-TOTAL_FORMS", "")
    total = min(int(sent), MOST_ROWS) if re.fullmatch(r"[0-9]{1,4}", sent) else 0
    rows = [{name: data.get(f"{prefix}-{row}-{name}", "") for name in fields} for row in range(total)]
    return [row for row in rows if any(row.values())]
