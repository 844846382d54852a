"""Changing the periods of this app."""

from __future__ import annotations

from django.db import transaction
from django.forms.models import model_to_dict

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.needs.models import NeedsSettings


def change_settings(*, settings: NeedsSettings, by: Actor) -> NeedsSettings:
    """Store changed settings; the trail keeps what changed from what to what. Raises ``ValidationError``."""
    settings.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        before = model_to_dict(NeedsSettings.objects.select_for_update().first() or NeedsSettings())
        after = model_to_dict(settings)
        changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
        if changes:
            settings.save()
            record("needs.settings_changed", by=by, subject="needs.settings", details=changes)
    return settings
