"""Facts about the municipality."""

from __future__ import annotations

from django import forms

from kisi.ui.forms import GermanDateField
from tenants.site.models import SiteSettings


class SiteSettingsForm(forms.ModelForm):
    """All of them in one form."""

    assessed_on = GermanDateField(label=SiteSettings._meta.get_field("assessed_on").verbose_name, required=False)

    class Meta:
        model = SiteSettings
        fields = (
            "provider", "represented_by", "street", "postal_code", "place", "phone", "email",
            "data_protection_officer", "conformity", "assessment", "assessed_on", "feedback_email", "feedback_weeks",
            "feedback_months",
        )  # fmt: skip
        widgets = {
            "postal_code": forms.TextInput(attrs={"inputmode": "numeric", "data-width": "half"}),
            "place": forms.TextInput(attrs={"data-width": "half"}),
            "phone": forms.TextInput(attrs={"inputmode": "tel", "data-width": "half"}),
            "email": forms.EmailInput(attrs={"data-width": "half"}),
        }
