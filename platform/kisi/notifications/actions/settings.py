"""What people want to hear of, and how long notices stay."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.forms.models import model_to_dict

from kisi.accounts.models import User
from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.notifications.models import NoticeSettings, Preference
from kisi.notifications.vocabulary import Channel


@transaction.atomic
def choose_channels(*, user: User, chosen: Mapping[str, Channel]) -> None:
    """Store a person's choice for each kind. Their own business: no row in the audit trail."""
    Preference.objects.bulk_create(
        [Preference(user=user, kind=kind, channel=channel) for kind, channel in chosen.items()],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["channel"],
    )


def change_settings(*, settings: NoticeSettings, by: Actor) -> NoticeSettings:
    """Store changed settings; the trail keeps what changed from what to what. Raises ``ValidationError``."""
    settings.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        before = model_to_dict(NoticeSettings.objects.select_for_update().first() or NoticeSettings())
        after = model_to_dict(settings)
        changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
        if changes:
            settings.save()
            record("notifications.settings_changed", by=by, subject="notifications.settings", details=changes)
    return settings
