"""What is asked for a new machine account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from api.vocabulary import Scope


class ClientForm(forms.Form):
    """What the account is for, and what it may do."""

    name = forms.CharField(
        label=_("Wofür ist der Zugang?"),
        max_length=150,
        help_text=_("Zum Beispiel der Name des Fachverfahrens und wer es betreibt."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Rechte"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Geben Sie nur, was gebraucht wird."),
    )
