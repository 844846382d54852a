"""Making invitation codes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeBatchForm(forms.Form):
    """For what occasion, and how many."""

    label = forms.CharField(
        label=_("Anlass"),
        max_length=120,
        help_text=_("Zum Beispiel „Elternabend Kita Nord“. Keine Namen: Codes gehören niemandem."),
    )
    size = forms.IntegerField(label=_("Anzahl"), min_value=1, max_value=5_000, initial=50)
