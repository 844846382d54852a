"""The periods of this app."""

from __future__ import annotations

from django import forms

from tenants.needs.models import NeedsSettings


class SettingsForm(forms.ModelForm):
    """When a decision is overdue, when a need is looked at again."""

    class Meta:
        model = NeedsSettings
        fields = ("decide_within_days", "review_after_days")
