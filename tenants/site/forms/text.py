"""One text in one language."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.site.models.text import LONGEST


class TextForm(forms.Form):
    """The wording."""

    body = forms.CharField(
        label=_("Wortlaut"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "Leer: Es gilt der Vorschlag. Überschrift: ## am Zeilenanfang. Liste: - am Zeilenanfang."
            " Link: [Text](Adresse)."
        ),
    )
