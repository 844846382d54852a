"""What every action on a version shares: the lock, the step that is kept, the state that is needed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from shared.library.models import Template, TemplateVersion, VersionStep
from shared.library.problems import NotADraft
from shared.library.vocabulary import State, Step


def actor_key(by: Actor) -> str:
    """Whoever acts as one word, to recognise them again."""
    return f"{by.kind}:{by.id}"[:100]


def locked(version: TemplateVersion, *, needed: State) -> TemplateVersion:
    """The version as it is now, its template locked. Raises ``NotADraft`` when it is in another state."""
    Template.objects.select_for_update().get(pk=version.template_id)
    now = TemplateVersion.objects.select_related("template").filter(pk=version.pk).first()
    if now is None or now.state != needed:
        raise NotADraft(
            _("Diese Fassung ist inzwischen: {state}. Bitte laden Sie die Seite neu.").format(
                state=now.state.label if now else _("verworfen")
            )
        )
    return now


def keep(version: TemplateVersion, step: Step, *, by: Actor, comment: str = "") -> None:
    """Keep a step in the version's history and in the trail."""
    VersionStep.objects.create(
        version=version, step=step, comment=comment, actor=actor_key(by), actor_label=by.label[:200]
    )
    note(version.template, f"library.version_{step.value}", by=by, number=version.number)


def note(template: Template, event: str, *, by: Actor, **details: Any) -> None:
    """Leave a row about a template in the trail."""
    record(event, by=by, subject=f"library.template:{template.key}", details=details)
