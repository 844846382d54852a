"""Ending sessions."""

from __future__ import annotations

from django.db import transaction

from kisi.accounts.models import Session, User
from kisi.audit.actions import record
from kisi.core.actors import Actor


def end_sessions(*, user: User, by: Actor, except_key: str | None = None) -> int:
    """Sign somebody out everywhere (but for the session with the stored key ``except_key``); how many there were."""
    with transaction.atomic():
        sessions = Session.objects.filter(user_id=user.pk).exclude(session_key=except_key or "")
        number, _ = sessions.delete()
        if number:
            record("accounts.sessions_ended", by=by, subject=user.reference, details={"number": number})
    return number


def end_session(*, user: User, stored_key: str, by: Actor) -> bool:
    """End one session of this person; False where there is none such."""
    with transaction.atomic():
        number, _ = Session.objects.filter(user_id=user.pk, session_key=stored_key).delete()
        if number:
            record("accounts.session_ended", by=by, subject=user.reference)
    return bool(number)
