"""Making invitation codes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.ui.languages import PARTICIPANT_LANGUAGES


class CodeBatchForm(forms.Form):
    """For what occasion, how many, and in which language the cards are."""

    label = forms.CharField(
        label=_("Anlass"),
        max_length=120,
        help_text=_("Zum Beispiel „Elternabend Kita Nord“. Keine Namen: Codes gehören niemandem."),
    )
    size = forms.IntegerField(label=_("Anzahl"), min_value=1, max_value=5_000, initial=50)
    language = forms.ChoiceField(
        label=_("Sprache der Karten"),
        choices=[(language.code, language.german) for language in PARTICIPANT_LANGUAGES],
        initial="de",
        help_text=_("Mit jeder Karte kann man in allen Sprachen antworten."),
    )
