"""A contact point's own values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.contact_points.models import ContactPoint
from tenants.contact_points.vocabulary import SPOKEN_LANGUAGES


class ContactPointForm(forms.ModelForm):
    """Everything but the hours."""

    languages = forms.MultipleChoiceField(
        label=_("Sprachen der Beratung"),
        choices=list(SPOKEN_LANGUAGES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ContactPoint
        fields = (
            "name", "street", "postal_code", "place", "directions", "accessibility", "phone", "email", "languages",
            "order", "is_main", "is_visible",
        )  # fmt: skip
        widgets = {
            "street": forms.TextInput(attrs={"autocomplete": "off"}),
            "postal_code": forms.TextInput(attrs={"inputmode": "numeric", "data-width": "half"}),
            "place": forms.TextInput(attrs={"data-width": "half"}),
            "accessibility": forms.Textarea(attrs={"rows": 3}),
            "phone": forms.TextInput(attrs={"inputmode": "tel", "data-width": "half"}),
            "email": forms.EmailInput(attrs={"data-width": "half"}),
        }
        help_texts = {"is_main": _("Sie steht oben auf der öffentlichen Seite und in Briefen der Plattform.")}

    def clean_languages(self) -> list[str]:
        """In the order of the list."""
        chosen: list[Any] = self.cleaned_data["languages"]
        return [code for code in SPOKEN_LANGUAGES if code in chosen]
