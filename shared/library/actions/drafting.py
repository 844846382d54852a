"""Writing drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kisi.core.actors import Actor
from shared.library.actions.steps import keep, locked, note
from shared.library.content import check_content
from shared.library.models import Template, TemplateVersion
from shared.library.problems import LibraryProblem, NotADraft, VersionExists
from shared.library.vocabulary import State, Step


@dataclass(frozen=True, slots=True)
class Wording:
    """What an editor writes: the head of a version and its content."""

    title: str
    content: dict[str, Any]
    change_note: str
    summary: str = ""
    topic: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a version."""
        return {
            "title": self.title,
            "summary": self.summary,
            "topic": self.topic,
            "content": self.content,
            "change_note": self.change_note,
        }


@transaction.atomic
def create_template(*, key: str, kind: str, wording: Wording, by: Actor, step: Step = Step.CREATED) -> TemplateVersion:
    """Begin a template with a draft of its first version.

    Raises ``MalformedContent``, and ``VersionExists`` when the key is taken.
    """
    check_content(kind, wording.content)
    try:
        with transaction.atomic():
            template = Template.objects.create(
                key=key, kind=kind, title=wording.title, summary=wording.summary, topic=wording.topic
            )
    except IntegrityError as error:
        raise VersionExists(
            _("Den Schlüssel „{key}“ gibt es schon, oder er ist nicht möglich. Bitte wählen Sie einen anderen.").format(
                key=key
            )
        ) from error
    draft = TemplateVersion.objects.create(template=template, number=1, **wording.values)
    keep(draft, step, by=by)
    return draft


@transaction.atomic
def begin_version(
    *, template: Template, by: Actor, wording: Wording | None = None, step: Step = Step.CREATED
) -> TemplateVersion:
    """Begin the next version of a template as a draft, with ``wording`` or as a copy of the newest one.

    Raises ``NotADraft`` where a draft is in the works already, ``MalformedContent``, and ``LibraryProblem`` when
    there is nothing to copy.
    """
    template = Template.objects.select_for_update().get(pk=template.pk)
    if template.versions.filter(published_at__isnull=True).exists():
        raise NotADraft(_("Zu dieser Vorlage gibt es schon einen Entwurf. Bitte bearbeiten Sie ihn."))
    if wording is None:
        wording = _newest_wording(template)
    check_content(template.kind, wording.content)
    last = template.versions.aggregate(last=Max("number"))["last"] or 0
    draft = TemplateVersion.objects.create(template=template, number=last + 1, **wording.values)
    keep(draft, step, by=by)
    return draft


@transaction.atomic
def change_draft(*, version: TemplateVersion, wording: Wording, by: Actor, step: Step = Step.EDITED) -> TemplateVersion:
    """Write a draft anew. Raises ``NotADraft`` when it is in review or published, ``MalformedContent``."""
    draft = locked(version, needed=State.DRAFT)
    check_content(draft.template.kind, wording.content)
    if all(getattr(draft, name) == value for name, value in wording.values.items()):
        return draft
    for name, value in wording.values.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(wording.values))
    keep(draft, step, by=by)
    return draft


@transaction.atomic
def discard_draft(*, version: TemplateVersion, by: Actor) -> None:
    """Throw a draft away, and the template with it when it never had another version. Raises ``NotADraft``."""
    draft = locked(version, needed=State.DRAFT)
    template, number = draft.template, draft.number
    draft.delete()
    if not template.versions.exists():
        template.delete()
    note(template, "library.draft_discarded", by=by, number=number)


def _newest_wording(template: Template) -> Wording:
    newest = template.versions.filter(published_at__isnull=False).order_by("-number").first()
    if newest is None:
        raise LibraryProblem(_("Diese Vorlage hat noch keine Fassung, die sich fortschreiben ließe."))
    return Wording(
        title=newest.shown_title,
        content=newest.content,
        change_note="",
        summary=newest.summary or template.summary,
        topic=newest.topic or template.topic,
    )
