"""The filter bar of a list whose rows are in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.forms import BaseForm

from kisi.core.text_search import Places, all_occur, folded_words
from kisi.ui.tables.listing import Filtered

WORDS: Final = "q"
"""The field of a filter bar that words are typed into."""


def filter_rows(
    form: BaseForm,
    rows: Sequence[Any],
    *,
    words_in: Sequence[str],
    named: Mapping[str, str] | None = None,
    found: Callable[[str], Places] | None = None,
) -> Filtered:
    """The rows that pass; all of them where the filter cannot be read: the list then says so.

    Every word of the field ``q`` has to stand in one of the attributes ``words_in``, or be one that the row is
    ``found`` by (word → ``key`` of rows, asked only where words were typed). Every other field of the form that says
    something has to be equal to the attribute of its name, or to the one it is ``named``.
    """
    if not form.is_valid():
        return Filtered(form, rows)
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    text = wanted.pop(WORDS, "")
    words = folded_words(text)
    if text and not words:
        # Signs without a letter or a digit are in no row.
        return Filtered(form, [])
    places = found(text) if found and words else {}
    exact = {(named or {}).get(name, name): value for name, value in wanted.items()}

    def passes(row: Any) -> bool:
        if any(getattr(row, name) != value for name, value in exact.items()):
            return False
        left = [word for word in words if word not in places or row.key not in places[word]]
        return all_occur(left, *(getattr(row, name) for name in words_in))

    return Filtered(form, [row for row in rows if passes(row)])
