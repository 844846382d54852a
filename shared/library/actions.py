"""Writing the library."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from kisi.audit.actions import record
from kisi.core.actors import Actor
from shared.library.content import check_content
from shared.library.models import Template, TemplateVersion


class VersionExists(ValueError):
    """This number is taken by a version with another content; published versions never change."""


@transaction.atomic
def publish_version(
    *,
    key: str,
    kind: str,
    title: str,
    number: int,
    content: dict[str, Any],
    change_note: str,
    adopt_by_default: bool,
    by: Actor,
) -> bool:
    """Publish a version of a template; False when exactly this version is published already.

    Title and ``adopt_by_default`` belong to the template and follow the newest version.
    Raises ``MalformedContent``, and ``VersionExists`` when the number stands for another content.
    """
    check_content(kind, content)
    # The template's row is the lock under which its versions are numbered.
    template, _made = Template.objects.select_for_update().get_or_create(
        key=key, defaults={"kind": kind, "title": title, "adopt_by_default": adopt_by_default}
    )
    existing = template.versions.filter(number=number).first()
    if existing is not None:
        if existing.content != content or existing.change_note != change_note:
            raise VersionExists(
                f"Version {number} von „{key}“ ist mit anderem Inhalt veröffentlicht. "
                "Bitte vergeben Sie die nächste Nummer."
            )
        return False
    if template.kind != kind:
        raise VersionExists(
            f"„{key}“ ist eine Vorlage der Art „{template.kind}“. Bitte wählen Sie einen anderen Schlüssel."
        )
    if not template.versions.filter(number__gt=number).exists():
        template.title, template.adopt_by_default = title, adopt_by_default
        template.save()
    TemplateVersion.objects.create(
        template=template, number=number, content=content, change_note=change_note, published_at=timezone.now()
    )
    record("library.version_published", by=by, subject=f"library.template:{key}", details={"number": number})
    return True
