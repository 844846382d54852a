"""What is asked for a new token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.ui.forms import GermanDateField
from tenants.access_tokens.models import TokenSettings
from tenants.access_tokens.queries import latest_expiry
from tenants.access_tokens.vocabulary import TokenScope


class TokenForm(forms.Form):
    """What the token is for, what it may do, and until when."""

    name = forms.CharField(
        label=_("Wofür ist der Zugang?"),
        max_length=150,
        help_text=_("Zum Beispiel der Name des Programms und wer es betreibt. Der Name steht im Prüfprotokoll."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Rechte"),
        choices=TokenScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Geben Sie nur, was gebraucht wird."),
    )
    expires_on = GermanDateField(label=_("Gilt bis"), help_text=_("Letzter Tag, einschließlich"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"expires_on": latest_expiry()})


class TokenSettingsForm(forms.ModelForm):
    """The period, within the limits the model gives."""

    class Meta:
        model = TokenSettings
        fields = ("longest_days",)
