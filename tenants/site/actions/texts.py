"""Writing texts: always a new version."""

from __future__ import annotations

from django.db import transaction

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.site.models import SiteText
from tenants.site.queries import newest_version


def write_text(*, kind: str, language: str, body: str, by: Actor) -> SiteText | None:
    """Store a new version; None where nothing changed. An empty body brings the default back.

    Raises ``ValidationError``.
    """
    body = body.replace("\r\n", "\n").strip()
    version = SiteText(kind=kind, language=language, body=body, created_by=by.label[:200])
    version.full_clean()
    with transaction.atomic():
        newest = newest_version(kind, language)
        if body == (newest.body if newest else ""):
            return None
        version.save()
        details = {"language": language, "version": version.pk, "length": len(body)}
        record("site.text_written", by=by, subject=f"site.text:{kind}", details=details)
    return version
