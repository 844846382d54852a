"""Writing down and sending e-mail."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kisi.mail.letters import Letter, rendered
from kisi.mail.messages import message_of
from kisi.mail.models import OutgoingMail
from kisi.mail.vocabulary import State

ATTEMPTS: Final = 10
"""About two days with ``delay_after``; then the address is taken for undeliverable."""
GRACE: Final = timedelta(minutes=2)
"""So long the wake-up sent at commit may take before the sweeper sends the mail."""
_log = structlog.get_logger(__name__)


def write_mail(letter: Letter, *, to: str, key: str) -> tuple[OutgoingMail, bool]:
    """Put a letter into the outbox; the row, and whether it is new. Call it in the transaction that causes it.

    The same ``key`` again returns the first row unchanged.
    """
    text, html = rendered(letter)
    return OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "kind": letter.kind,
            "recipient": to,
            "subject": " ".join(letter.subject.split())[:200],
            "text": text,
            "html": html,
            "state": State.KEPT if settings.KISI_MAIL == "mailbox" else State.WAITING,
            "next_attempt_at": timezone.now() + GRACE,
        },
    )


def deliver(mail_id: int) -> bool:
    """Send one waiting e-mail; False when there was nothing to do or it failed.

    The row is locked meanwhile, so two workers never send it both. A worker killed between the mail
    server's yes and the commit sends it again, with the same Message-ID.
    """
    with transaction.atomic():
        mail = OutgoingMail.objects.select_for_update(skip_locked=True).filter(pk=mail_id, state=State.WAITING).first()
        if mail is None:
            return False
        mail.attempts += 1
        problem = _send(mail)
        _note(mail, problem)
        mail.save()
    return not problem


def forget_old_mail() -> int:
    """Delete what was sent or given up longer ago than ``KISI_MAIL_KEPT_DAYS``; how many e-mails that were.

    Recipients are people, many of them without an account that could be erased. What still waits is not touched.
    """
    before = timezone.now() - timedelta(days=settings.KISI_MAIL_KEPT_DAYS)
    deleted, _rows = OutgoingMail.objects.exclude(state=State.WAITING).filter(created_at__lt=before).delete()
    return deleted


def delay_after(attempts: int) -> timedelta:
    """The pause before the next attempt: 2, 4, 8 … minutes, at most twelve hours."""
    return min(timedelta(minutes=2**attempts), timedelta(hours=12))


def _send(mail: OutgoingMail) -> str:
    """The problem in a line, or nothing."""
    try:
        message_of(mail).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        _log.warning("mail_not_sent", mail=mail.pk, kind=mail.kind, attempts=mail.attempts, error=type(error).__name__)
        return f"{type(error).__name__}: {error}"[:300]
    return ""


def _note(mail: OutgoingMail, problem: str) -> None:
    now = timezone.now()
    mail.problem = problem
    if not problem:
        mail.state, mail.sent_at, mail.text, mail.html = State.SENT, now, "", ""
    elif mail.attempts >= ATTEMPTS:
        mail.state = State.FAILED
    else:
        mail.next_attempt_at = now + delay_after(mail.attempts)
