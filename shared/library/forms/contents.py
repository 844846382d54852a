"""The form of a content: one form for its plain parts, a list of rows for each of the others."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from shared.library.forms.fields import field_of
from shared.library.forms.rows import RowForms
from shared.library.shapes import SHAPES, Named, Part, Rows, Texts

LISTS: Final = (Texts, Named, Rows)
GROW: Final = "weitere"
"""The name of the buttons that ask for more empty rows; their value is the part's name."""


class ContentForms:
    """Everything an editor fills in about the content of one kind.

    With ``data`` it is bound, unless the button for more rows was pressed: then it shows again what was typed.
    """

    def __init__(self, kind: str, content: dict[str, Any] | None = None, data: QueryDict | None = None) -> None:
        self.growing = data.get(GROW, "") if data is not None else ""
        self.is_bound = data is not None and not self.growing
        self._parts = SHAPES[kind]
        plain = [part for part in self._parts if not isinstance(part, LISTS)]
        form_class = type("ContentForm", (forms.Form,), {part.name: field_of(part) for part in plain})
        if data is not None and self.growing:
            self.main: forms.Form = form_class(prefix="inhalt", initial=_typed(plain, data))
        else:
            self.main = form_class(data, prefix="inhalt", initial=content or {})
        self.lists = [
            RowForms(part, (content or {}).get(part.name), data, growing=self.growing)
            for part in self._parts
            if isinstance(part, LISTS)
        ]

    def is_valid(self) -> bool:
        """Whether every part is."""
        return self.is_bound and not self.problems

    @cached_property
    def problems(self) -> list[str]:
        """Everything wrong as sentences that name the place; ``[]`` where all is right or nothing was sent."""
        if not self.is_bound:
            return []
        found = [
            f"{self.main.fields[name].label}: {message}"
            for name, messages in self.main.errors.items()
            for message in messages
        ]
        for rows in self.lists:
            found += rows.problems
        return found

    @property
    def content(self) -> dict[str, Any]:
        """What was filled in, in the order of the shape; what is empty is left out."""
        values = {**self.main.cleaned_data, **{rows.part.name: rows.value for rows in self.lists}}
        return {part.name: values[part.name] for part in self._parts if values.get(part.name) not in (None, "", [], {})}


def _typed(parts: list[Part], data: QueryDict) -> dict[str, Any]:
    """What was typed into the plain parts, unchecked."""
    typed: dict[str, Any] = {}
    for part in parts:
        sent = data.getlist(f"inhalt-{part.name}")
        is_several = isinstance(field_of(part), forms.MultipleChoiceField)
        typed[part.name] = sent if is_several else (sent[0] if sent else "")
    return typed
