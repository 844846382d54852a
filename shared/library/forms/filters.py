"""The filter of the library's list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Topic
from shared.library.listing import TemplateRow
from shared.library.queries import found_keys
from shared.library.vocabulary import Kind, State

ALL = ("", _("Alle"))


class TemplateFilterForm(forms.Form):
    """What to look for."""

    q = forms.CharField(
        label=_("Suche"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Art"), required=False, choices=[ALL, *Kind.choices])
    topic = forms.ChoiceField(label=_("Handlungsfeld"), required=False, choices=[ALL, *Topic.choices])
    state = forms.ChoiceField(label=_("Stand"), required=False, choices=[ALL, *State.choices])


class TemplateFilter:
    """The rows that pass the filter bar of a request."""

    def __init__(self, data: Any, rows: Sequence[TemplateRow], *, with_drafts: bool) -> None:
        self._rows = rows
        self.form = TemplateFilterForm(data)
        if not with_drafts:
            del self.form.fields["state"]

    @property
    def qs(self) -> list[TemplateRow]:
        """All of them where the filter cannot be read: the list then says so."""
        if not self.form.is_valid():
            return list(self._rows)
        wanted = dict(self.form.cleaned_data)
        text = wanted.pop("q")
        words, found = text.casefold().split(), found_keys(text) if text else set()
        return [
            row
            for row in self._rows
            if (row.key in found or all(word in row.labels for word in words))
            and all(getattr(row, name) == value for name, value in wanted.items() if value)
        ]
