"""Forms of staff around a sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from kisi.ui.languages import PARTICIPANT_LANGUAGES
from tenants.surveys.models import SurveySettings

LANGUAGES = [(language.code, language.german) for language in PARTICIPANT_LANGUAGES]


class PrintForm(forms.Form):
    """Which language, and how many sheets."""

    language = forms.ChoiceField(label=_("Sprache"), choices=LANGUAGES)
    count = forms.IntegerField(
        label=_("Anzahl"),
        min_value=1,
        initial=1,
        help_text=_("Jeder Bogen bekommt eine eigene Nummer. So fällt auf, wenn einer zweimal erfasst wird."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count: Any = self.fields["count"]
        count.validators.append(MaxValueValidator(SurveySettings.current().largest_print))


class SheetForm(forms.Form):
    """What is typed in beside the answers."""

    sheet = forms.UUIDField()
    language = forms.ChoiceField(label=_("Sprache"), choices=LANGUAGES)
    number = forms.IntegerField(label=_("Bogennummer"), required=False, min_value=1, max_value=2_000_000_000)
    repeat = forms.BooleanField(label=_("Trotzdem erfassen"), required=False)
