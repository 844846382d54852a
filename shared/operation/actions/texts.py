"""Changing the platform's own public texts."""

from __future__ import annotations

from django.db import transaction

from kisi.audit.actions import record
from kisi.core.actors import Actor
from shared.operation.models import PlatformTexts
from shared.operation.texts import DEFAULTS


@transaction.atomic
def change_texts(*, by: Actor, **texts: str) -> PlatformTexts:
    """Write the texts; the trail names those that changed, not what they say. A default's words are not stored."""
    current = PlatformTexts.current()
    wanted = {name: "" if text == DEFAULTS.get(name) else text for name, text in texts.items()}
    changed = sorted(name for name, text in wanted.items() if getattr(current, name) != text)
    for name in changed:
        setattr(current, name, wanted[name])
    if changed:
        current.save()
        record("operation.texts_changed", by=by, details={"texts": changed})
    return current
