"""Changing facts about the municipality."""

from __future__ import annotations

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.forms.models import model_to_dict

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.site.models import SiteSettings
from tenants.site.models.settings import ONLY_ROW


def change_settings(*, settings: SiteSettings, by: Actor) -> SiteSettings:
    """Store changed facts; the trail keeps what changed from what to what. Raises ``ValidationError``."""
    settings.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        before = model_to_dict(SiteSettings.objects.select_for_update().first() or SiteSettings())
        after = model_to_dict(settings)
        changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
        if changes:
            settings, _created = SiteSettings.objects.update_or_create(id=ONLY_ROW, defaults=after)
            details = json.loads(json.dumps(changes, cls=DjangoJSONEncoder))
            record("site.settings_changed", by=by, subject="site.settings", details=details)
    return settings
