"""Settings of surveys."""

from __future__ import annotations

from django import forms

from tenants.surveys.models import SurveySettings


class SurveySettingsForm(forms.ModelForm):
    """Periods and limits, within the limits the model gives."""

    class Meta:
        model = SurveySettings
        exclude = ("id",)  # noqa: DJ006 (every setting is on the page)
