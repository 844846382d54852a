"""Keeps the copies of adopted templates."""

from __future__ import annotations

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.core.adoption import Kept, TemplateCopy, keeps_copies
from tenants.adoptions.models import Adoption
from tenants.adoptions.queries import last_copy


@keeps_copies
def keep_copy(copy: TemplateCopy, by: Actor) -> Kept:
    """Copy a version into the municipality, and say which one it had last."""
    previous = last_copy(copy.key)
    _adoption, made = Adoption.objects.get_or_create(
        template_key=copy.key,
        version=copy.version,
        defaults={"kind": copy.kind, "title": copy.title, "content": copy.content, "adopted_by": by.label[:200]},
    )
    if made:
        subject = f"library.template:{copy.key}"
        record("adoptions.template_adopted", by=by, subject=subject, details={"version": copy.version})
    return Kept(made, previous)
