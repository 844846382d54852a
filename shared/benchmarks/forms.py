"""Choosing what is compared with whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.facts import cell_of, dimension, metric, metrics
from shared.benchmarks.vocabulary import GroupKind
from shared.disclosure import CATALOGUE
from shared.disclosure.structure import cells_of

SPLIT_BY = "perspective"


def views() -> dict[str, tuple[str, list[str]]]:
    """What can be compared: key → (words, cells). A table crossed by perspective becomes one view for each."""
    declared = {one.key for one in metrics()}
    found: dict[str, tuple[str, list[str]]] = {}
    for entry in CATALOGUE.entries:
        if entry.metric not in declared:
            continue
        name = str(metric(entry.metric).name)
        for axes in entry.municipality:
            if len(axes) > 1 and SPLIT_BY in axes:
                for value, label in dimension(SPLIT_BY).values.items():
                    cells = [cell for cell in cells_of(axes) if cell_of(cell)[SPLIT_BY] == value]
                    found[f"{entry.metric}:{value}"] = (f"{name} – {label}", cells)
            else:
                words, cells = found.get(entry.metric, (name, []))
                found[entry.metric] = (words, [*cells, *cells_of(axes)])
    return found


class ComparisonForm(forms.Form):
    """Which figures, which peer group."""

    zahl = forms.ChoiceField(label=_("Kennzahl"), required=False)
    gruppe = forms.ChoiceField(label=_("Vergleichsgruppe"), required=False, choices=GroupKind.choices)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.views = views()
        preferred = "surveys.responses"
        self.default = preferred if preferred in self.views else next(iter(self.views))
        ordered = [self.default, *(key for key in self.views if key != self.default)]
        self.fields["zahl"].choices = [(key, self.views[key][0]) for key in ordered]  # type: ignore[attr-defined]

    @property
    def view(self) -> str:
        """The key of the chosen view."""
        self.is_valid()
        return str(self.cleaned_data.get("zahl") or self.default)

    @property
    def metric(self) -> str:
        """The metric of the chosen view."""
        return self.view.split(":", 1)[0]

    @property
    def cells(self) -> list[str]:
        """The cells of the chosen view."""
        return self.views[self.view][1]

    @property
    def kind(self) -> str:
        """By what the peer group is made."""
        self.is_valid()
        return str(self.cleaned_data.get("gruppe") or GroupKind.SIZE)
