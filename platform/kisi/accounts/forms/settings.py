"""Settings of accounts."""

from __future__ import annotations

from django import forms

from kisi.accounts.models import AccountSettings


class AccountSettingsForm(forms.ModelForm):
    """The periods, within the limits the model gives."""

    class Meta:
        model = AccountSettings
        fields = ("invitation_days", "reset_hours", "account_days", "account_grace_days", "invitation_kept_days")
