"""Choosing what to look at: a release, a figure for the map, a level, a district; and having a release made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.facts import Metric
from kisi.core.periods import Period
from shared.disclosure import CATALOGUE, Level
from shared.disclosure.structure import cells_of
from shared.metrics.vocabulary import FigureLevel
from shared.ministry.reading import Figure, FrozenRelease
from shared.ministry.wording import cell_name, published

LEVELS = (
    (FigureLevel.MUNICIPALITY.value, _("Kommunen")),
    (FigureLevel.DISTRICT.value, _("Landkreise und kreisfreie Städte")),
)


def map_options() -> dict[str, list[tuple[str, str]]]:
    """What can be drawn on a map: name of the metric → (``metric:cell``, words), as the catalogue allows."""
    tables = {entry.metric: entry.tables[Level.DISTRICT] for entry in CATALOGUE.entries}
    found = {}
    for one in published():
        cells = [cell for axes in tables[one.key] for cell in cells_of(axes)]
        if cells:
            found[str(one.name)] = [(f"{one.key}:{cell}", _words(one, cell)) for cell in cells]
    return found


def _words(declared: Metric, cell: str) -> str:
    """The choice as it reads when the list is closed; crossed cells are long enough without the metric's name."""
    return cell_name(cell) if "|" in cell else f"{declared.name}: {cell_name(cell)}"


def default_option(options: Mapping[str, Sequence[tuple[str, str]]]) -> str:
    """What the map shows at first: how many answered, else the first thing there is."""
    every = [value for group in options.values() for value, _label in group]
    return "surveys.responses:" if "surveys.responses:" in every else every[0]


class ReleaseChoiceForm(forms.Form):
    """Which release is read; the newest where none is named."""

    stand = forms.TypedChoiceField(label=_("Stand"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, releases: Sequence[FrozenRelease]) -> None:
        super().__init__(data)
        self.releases = {one.id: one for one in releases}
        self.newest = releases[0]
        self.fields["stand"].choices = [(one.id, one.label) for one in releases]  # type: ignore[attr-defined]

    def _clean_of(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def release(self) -> FrozenRelease:
        """The chosen release; the newest for a wrong choice, which the page marks."""
        return self.releases.get(self._clean_of("stand") or 0, self.newest)


class OverviewForm(ReleaseChoiceForm):
    """What the map and the table beneath it show."""

    zahl = forms.ChoiceField(label=_("Kennzahl"), required=False)
    ebene = forms.ChoiceField(label=_("Ebene"), required=False, choices=LEVELS)
    kreis = forms.RegexField(
        r"^06\d{3}$",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": _("Diesen Landkreis gibt es nicht. Wählen Sie ihn in der Karte oder der Tabelle.")},
    )

    def __init__(self, data: Mapping[str, Any], *, releases: Sequence[FrozenRelease]) -> None:
        options = map_options()
        self.default = default_option(options)
        values = {key: value for key in data if (value := data.get(key)) or key != "zahl"}
        super().__init__({"zahl": self.default} | values, releases=releases)
        self.fields["zahl"].choices = list(options.items())  # type: ignore[attr-defined]
        self.fields["zahl"].initial = self.default

    @property
    def metric(self) -> str:
        """The key of the chosen metric."""
        return str(self._clean_of("zahl") or self.default).split(":", 1)[0]

    @property
    def cell(self) -> str:
        """The chosen cell."""
        return str(self._clean_of("zahl") or self.default).split(":", 1)[1]

    @property
    def level(self) -> str:
        """The chosen level."""
        return str(self._clean_of("ebene") or FigureLevel.MUNICIPALITY)

    @property
    def district(self) -> str:
        """Only the municipalities of this district; empty for all."""
        return str(self._clean_of("kreis") or "")


class FiguresForm(forms.Form):
    """All figures of one release: of which metric, at which level, with those that show no number or without."""

    kennzahl = forms.ChoiceField(label=_("Kennzahl"), required=False)
    ebene = forms.ChoiceField(label=_("Ebene"), required=False, choices=[("", _("Alle")), *FigureLevel.choices])
    zeilen = forms.ChoiceField(
        label=_("Zeilen"), required=False, choices=[("", _("Alle")), ("gezeigt", _("nur mit Zahl"))]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        choices = [(one.key, str(one.name)) for one in published()]
        self.fields["kennzahl"].choices = [("", _("Alle")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """Metric and level, empty for all."""
        self.is_valid()
        return {"metric": self.cleaned_data.get("kennzahl", ""), "level": self.cleaned_data.get("ebene", "")}

    def passing(self, figures: list[Figure]) -> list[Figure]:
        """What belongs in the list: only figures that show a number, where that was chosen."""
        self.is_valid()
        only_shown = bool(self.cleaned_data.get("zeilen"))
        return [one for one in figures if not one.hidden_because] if only_shown else figures


class NewReleaseForm(forms.Form):
    """Of which half-year a release is to be made."""

    period = forms.ChoiceField(label=_("Zeitraum"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {one.key: one for one in periods}
        self.fields["period"].choices = [(one.key, one.label) for one in periods]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Period:
        """The period of a valid form."""
        return self.periods[self.cleaned_data["period"]]
