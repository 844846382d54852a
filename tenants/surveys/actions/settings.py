"""Changing periods and limits of surveys."""

from __future__ import annotations

from django.db import transaction
from django.forms.models import model_to_dict

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.surveys.models import SurveySettings


def change_settings(*, settings: SurveySettings, by: Actor) -> SurveySettings:
    """Store changed settings; the trail keeps what changed from what to what. Raises ``ValidationError``."""
    settings.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        before = model_to_dict(SurveySettings.objects.select_for_update().first() or SurveySettings())
        after = model_to_dict(settings)
        changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
        if changes:
            settings.save()
            record("surveys.settings_changed", by=by, subject="surveys.settings", details=changes)
    return settings
