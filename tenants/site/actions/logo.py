"""Changing the logo."""

from __future__ import annotations

import hashlib

from django.db import transaction

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.site.models import Logo
from tenants.site.models.logo import ONLY_ROW
from tenants.site.pictures import Picture


def set_logo(*, picture: Picture, by: Actor) -> None:
    """Keep a picture as the logo; the one before is gone."""
    digest = hashlib.sha256(picture.content).hexdigest()
    with transaction.atomic():
        values = {"content": picture.content, "media_type": picture.media_type, "digest": digest}
        size = {"width": picture.width, "height": picture.height}
        Logo.objects.update_or_create(id=ONLY_ROW, defaults=values | size)
        details = {"media_type": picture.media_type, "bytes": len(picture.content), "sha256": digest}
        record("site.logo_changed", by=by, subject="site.logo", details=details)


def remove_logo(*, by: Actor) -> None:
    """Go back to the sign of the platform."""
    with transaction.atomic():
        removed, _details = Logo.objects.all().delete()
        if removed:
            record("site.logo_removed", by=by, subject="site.logo")
