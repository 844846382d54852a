"""From a draft to a published version: nobody publishes what only they have read."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.core.actors import Actor
from shared.library.actions.publishing import follow_newest
from shared.library.actions.steps import actor_key, keep, locked
from shared.library.actions.telling import tell_authors, tell_reviewers
from shared.library.content import check_content
from shared.library.models import TemplateVersion
from shared.library.problems import FourEyes, LibraryProblem
from shared.library.queries import wrote_on
from shared.library.vocabulary import State, Step


@transaction.atomic
def submit(*, version: TemplateVersion, by: Actor) -> TemplateVersion:
    """Give a draft to review. Raises ``NotADraft``, and ``LibraryProblem`` without a change note."""
    draft = locked(version, needed=State.DRAFT)
    if not draft.change_note.strip():
        raise LibraryProblem(
            _("Bitte schreiben Sie unter „Was ist neu?“, was sich ändert: Die Kommunen entscheiden danach.")
        )
    check_content(draft.template.kind, draft.content)
    draft.submitted_at = timezone.now()
    draft.save(update_fields=["submitted_at"])
    tell_reviewers(draft, by=by)
    keep(draft, Step.SUBMITTED, by=by)
    return draft


@transaction.atomic
def recall(*, version: TemplateVersion, by: Actor) -> TemplateVersion:
    """Take a version back from review to go on writing. Raises ``NotADraft`` when it is not in review."""
    return _to_draft(version, Step.RECALLED, by=by)


@transaction.atomic
def send_back(*, version: TemplateVersion, comment: str, by: Actor) -> TemplateVersion:
    """Send a version back to its authors with a comment. Raises ``NotADraft`` when it is not in review."""
    if not comment.strip():
        raise LibraryProblem(_("Bitte schreiben Sie, was noch fehlt."))
    draft = _to_draft(version, Step.RETURNED, by=by, comment=comment)
    tell_authors(draft, comment=comment, by=by)
    return draft


@transaction.atomic
def publish(*, version: TemplateVersion, by: Actor, comment: str = "") -> TemplateVersion:
    """Publish a reviewed version: from now on it never changes, and every town is offered it.

    Raises ``NotADraft`` when it is not in review, ``FourEyes`` when ``by`` wrote on it, ``MalformedContent``.
    """
    reviewed = locked(version, needed=State.IN_REVIEW)
    if wrote_on(reviewed, actor_key(by)):
        raise FourEyes(_("Sie haben an dieser Fassung geschrieben. Bitte lassen Sie jemand anderes prüfen."))
    check_content(reviewed.template.kind, reviewed.content)
    reviewed.published_at = timezone.now()
    reviewed.save(update_fields=["published_at"])
    follow_newest(reviewed)
    tell_authors(reviewed, comment=comment, by=by)
    keep(reviewed, Step.PUBLISHED, by=by, comment=comment)
    return reviewed


def _to_draft(version: TemplateVersion, step: Step, *, by: Actor, comment: str = "") -> TemplateVersion:
    draft = locked(version, needed=State.IN_REVIEW)
    draft.submitted_at = None
    draft.save(update_fields=["submitted_at"])
    keep(draft, step, by=by, comment=comment)
    return draft
