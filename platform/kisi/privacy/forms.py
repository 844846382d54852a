"""Confirming what cannot be taken back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """Somebody has read what goes and what remains."""

    is_certain = forms.BooleanField(
        label=_("Ja, die Angaben zur Person sollen gelöscht werden. Das lässt sich nicht zurücknehmen."),
        error_messages={"required": _("Bitte bestätigen Sie die Löschung.")},
    )
