"""Publishing versions that come ready made: the shipped ones."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from kisi.core.actors import Actor
from shared.library.actions.steps import actor_key, note
from shared.library.content import check_content
from shared.library.models import Template, TemplateVersion, VersionStep
from shared.library.problems import VersionExists
from shared.library.vocabulary import Step


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
    summary: str = "",
    topic: str = "",
) -> bool:
    """Publish a version of a template; False when exactly this version is published already.

    Title, summary, topic and ``adopt_by_default`` belong to the template and follow the newest version.
    Raises ``MalformedContent``, and ``VersionExists`` when the number stands for another content.
    """
    head = {"title": title, "summary": summary, "topic": topic}
    # The template's row is the lock under which its versions are numbered.
    template, _made = Template.objects.select_for_update().get_or_create(
        key=key, defaults={"kind": kind, "adopt_by_default": adopt_by_default, **head}
    )
    existing = template.versions.filter(number=number).first()
    if existing is not None:
        if existing.content != content or existing.change_note != change_note or existing.published_at is None:
            raise VersionExists(
                f"Fassung {number} von „{key}“ ist mit anderem Inhalt veröffentlicht oder in Arbeit. "
                "Bitte vergeben Sie die nächste Nummer."
            )
        return False
    if template.kind != kind:
        raise VersionExists(
            f"„{key}“ ist eine Vorlage der Art „{template.kind}“. Bitte wählen Sie einen anderen Schlüssel."
        )
    check_content(kind, content)
    version = TemplateVersion.objects.create(
        template=template,
        number=number,
        content=content,
        change_note=change_note,
        published_at=timezone.now(),
        **head,
    )
    if follow_newest(version):
        Template.objects.filter(pk=template.pk).update(adopt_by_default=adopt_by_default)
    VersionStep.objects.create(version=version, step=Step.SHIPPED, actor=actor_key(by), actor_label=by.label[:200])
    note(template, "library.version_published", by=by, number=number)
    return True


def follow_newest(version: TemplateVersion) -> bool:
    """Give the template the head of this version unless a later one is published; whether it did."""
    template = version.template
    later = template.versions.filter(number__gt=version.number, published_at__isnull=False)
    if later.exists():
        return False
    template.title, template.summary, template.topic = version.shown_title, version.summary, version.topic
    template.save(update_fields=["title", "summary", "topic"])
    return True
