"""Changing periods and limits of signing in."""

from __future__ import annotations

from django.db import transaction
from django.forms.models import model_to_dict

from kisi.accounts.models import AccountSettings
from kisi.audit.actions import record
from kisi.core.actors import Actor


def change_settings(*, settings: AccountSettings, by: Actor) -> AccountSettings:
    """Store changed settings; the trail keeps what changed from what to what. Raises ``ValidationError``."""
    settings.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        before = model_to_dict(AccountSettings.objects.select_for_update().first() or AccountSettings())
        after = model_to_dict(settings)
        changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
        if changes:
            settings.save()
            record("accounts.settings_changed", by=by, subject="accounts.settings", details=changes)
    return settings
