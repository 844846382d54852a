"""Choosing a period, and what of it to see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.periods import Period
from shared.metrics.vocabulary import FillStatus, SheetsReturned


class PeriodForm(forms.Form):
    """Which period; subclasses add the ``stand`` of its rows."""

    zeitraum = forms.ChoiceField(label=_("Zeitraum"), required=False)

    def __init__(self, data: Any, *, periods: list[Period], running: Period) -> None:
        # Other pages name the running period too; unnamed it is the one that is shown.
        super().__init__({"zeitraum": running.key} | {key: value for key in data if (value := data.get(key))})
        self.periods = {period.key: period for period in periods}
        self.running = running
        choices = [(running.key, running.label), *((p.key, p.label) for p in periods if p != running)]
        self.fields["zeitraum"].choices = choices  # type: ignore[attr-defined]

    @property
    def period(self) -> Period:
        """The chosen period; the running one where none or none that exists was chosen."""
        self.is_valid()
        return self.periods.get(self.cleaned_data.get("zeitraum", ""), self.running)

    @property
    def state(self) -> str:
        """The chosen state, empty for all."""
        self.is_valid()
        return str(self.cleaned_data.get("stand", ""))


class FillFilterForm(PeriodForm):
    """Which towns by how far their collection got."""

    stand = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[("", _("Alle")), *FillStatus.choices, ("not_yet", _("noch nicht erhoben"))],
    )


class ReturnFilterForm(PeriodForm):
    """Which towns by their return."""

    stand = forms.ChoiceField(label=_("Rücklauf"), required=False, choices=[("", _("Alle")), *SheetsReturned.choices])


class ReleaseForm(forms.Form):
    """Of which period a release is to be made."""

    period = forms.ChoiceField(label=_("Zeitraum"))

    def __init__(self, *args: Any, periods: list[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {period.key: period for period in periods}
        self.fields["period"].choices = [(p.key, p.label) for p in periods]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Period:
        """The period of a valid form."""
        return self.periods[self.cleaned_data["period"]]
