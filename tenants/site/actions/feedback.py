"""Reports of barriers: kept, told to the municipality, ticked off, deleted in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from kisi.audit.actions import record
from kisi.core.actors import SYSTEM, Actor
from kisi.mail.outbox import post
from tenants.site.letters import feedback_letter
from tenants.site.models import AccessibilityFeedback, SiteSettings
from tenants.site.queries import feedback_recipients

VISITOR: Final = Actor("system", "visitor", "Besucherin oder Besucher der öffentlichen Seite")
DAYS_IN_A_MONTH: Final = 30.5


def give_feedback(*, message: str, page: str, email: str, language: str) -> AccessibilityFeedback:
    """Keep a report and tell the municipality by e-mail. Neither trail nor e-mail repeats what was written."""
    feedback = AccessibilityFeedback(message=message, page=page, email=email, language=language)
    feedback.full_clean()
    with transaction.atomic():
        feedback.save()
        for recipient in feedback_recipients():
            post(feedback_letter(feedback), to=recipient, key=f"site.feedback:{feedback.pk}:{recipient}"[:200])
        record("site.feedback_received", by=VISITOR, subject=reference(feedback))
    return feedback


def set_answered(*, feedback: AccessibilityFeedback, answered: bool, by: Actor) -> None:
    """Tick a report off, or take that back."""
    with transaction.atomic():
        changed = AccessibilityFeedback.objects.filter(pk=feedback.pk, answered_at__isnull=answered).update(
            answered_at=timezone.now() if answered else None
        )
        if changed:
            event = "site.feedback_answered" if answered else "site.feedback_reopened"
            record(event, by=by, subject=reference(feedback))


def delete_old_feedback() -> int:
    """Delete what is older than the municipality's period; how many."""
    with transaction.atomic():
        age = timedelta(days=SiteSettings.current().feedback_months * DAYS_IN_A_MONTH)
        deleted, _details = AccessibilityFeedback.objects.filter(created_at__lt=timezone.now() - age).delete()
        if deleted:
            record("site.feedback_deleted", by=SYSTEM, subject="site.feedback", details={"number": deleted})
    return deleted


def reference(feedback: AccessibilityFeedback) -> str:
    """How the trail names a report."""
    return f"site.feedback:{feedback.pk}"
