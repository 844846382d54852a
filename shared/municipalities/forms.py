"""The filter of the list of municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.ui.tables import Filtered, filter_rows
from shared.municipalities.listing import TownRow
from shared.municipalities.sizes import size_bands
from shared.municipalities.vocabulary import Status

ALL = ("", _("Alle"))


class TownFilterForm(forms.Form):
    """What to look for. The districts are those that occur."""

    q = forms.CharField(
        label=_("Name, AGS oder Kreis"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ALL, *Status.choices])
    district = forms.ChoiceField(label=_("Kreis"), required=False)
    size = forms.ChoiceField(label=_("Einwohner"), required=False)

    def __init__(self, *args: Any, districts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [ALL, *((name, name) for name in districts)]  # type: ignore[attr-defined]
        self.fields["size"].choices = [ALL, *size_bands().items()]  # type: ignore[attr-defined]


def town_filter(data: Any, rows: Sequence[TownRow]) -> Filtered:
    """The rows that pass the filter bar of a request."""
    form = TownFilterForm(data, districts=sorted({row.district for row in rows if row.district}))
    return filter_rows(form, rows, words_in=("name", "ags", "district"))
