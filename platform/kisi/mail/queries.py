"""Which e-mails are to be sent now."""

from __future__ import annotations

from django.utils import timezone

from kisi.mail.models import OutgoingMail
from kisi.mail.vocabulary import State

AT_ONCE = 100
"""E-mails one sweep of one schema sends; the next sweep goes on."""


def due_mail() -> list[int]:
    """Ids of waiting e-mails whose time has come, oldest first."""
    due = OutgoingMail.objects.filter(state=State.WAITING, next_attempt_at__lte=timezone.now())
    return list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
