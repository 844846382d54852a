"""The filter of the list of waves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective
from tenants.surveys.models import SEARCH
from tenants.surveys.queries import waves_with_return
from tenants.surveys.vocabulary import Standing, WaveState


class WaveFilterForm(forms.Form):
    """What to look for."""

    q = forms.CharField(
        label=_("Suche"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    perspective = forms.ChoiceField(
        label=_("Perspektive"), required=False, choices=[("", _("Alle")), *Perspective.choices]
    )
    standing = forms.ChoiceField(label=_("Stand"), required=False, choices=[("", _("Alle")), *Standing.choices])


class WaveFilter:
    """The waves that pass the filter bar of a request."""

    def __init__(self, data: Any) -> None:
        self.form = WaveFilterForm(data)

    @property
    def qs(self) -> QuerySet[Any]:
        """All of them where the filter cannot be read: the list then says so."""
        waves = waves_with_return()
        if not self.form.is_valid():
            return waves
        wanted = self.form.cleaned_data
        waves = SEARCH.matching(waves, wanted["q"])
        if wanted["perspective"]:
            waves = waves.filter(perspective=wanted["perspective"])
        return waves.filter(standing_is(wanted["standing"])) if wanted["standing"] else waves


def standing_is(standing: str) -> Q:
    """The condition of what ``Wave.standing`` says today."""
    today = timezone.localdate()
    running = Q(state=WaveState.RUNNING)
    return {
        Standing.PLANNED: Q(state=WaveState.PLANNED),
        Standing.ENDED: Q(state=WaveState.ENDED),
        Standing.UPCOMING: running & Q(opens_on__gt=today),
        Standing.OPEN: running & Q(opens_on__lte=today, closes_on__gte=today),
        Standing.CLOSED: running & Q(closes_on__lt=today),
    }[Standing(standing)]
