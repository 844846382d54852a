"""Forms of results."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective
from tenants.results.queries import answered_waves, newest_waves
from tenants.surveys.models import Wave


class ChooseWaves(forms.Form):
    """One wave a perspective; where none is chosen the newest counts."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        found = list(answered_waves())
        for perspective, label in Perspective.choices:
            waves = [wave for wave in found if wave.perspective == perspective]
            if waves:
                self.fields[perspective] = forms.TypedChoiceField(
                    label=label,
                    required=False,
                    coerce=int,
                    empty_value=None,
                    choices=[("", _("neueste Welle")), *((wave.pk, wave.title) for wave in waves)],
                )

    def waves(self) -> list[Wave]:
        """The waves to compare, in the order of the perspectives. What cannot be read counts as not chosen."""
        self.is_valid()
        newest = newest_waves()
        chosen = {name: pk for name, pk in self.cleaned_data.items() if pk}
        picked = {wave.perspective: wave for wave in answered_waves().filter(pk__in=chosen.values())}
        return [picked.get(perspective, wave) for perspective, wave in newest.items()]
