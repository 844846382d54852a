"""Ending sessions."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kisi.accounts.models import Session, User
from kisi.accounts.sessions import ended_key
from kisi.audit.actions import record
from kisi.core.actors import Actor


def end_sessions(*, user: User, by: Actor, except_key: str | None = None) -> int:
    """Sign somebody out everywhere (but for the session with the stored key ``except_key``); how many there were."""
    with transaction.atomic():
        number = _end(Session.objects.filter(user_id=user.pk).exclude(session_key=except_key or ""))
        if number:
            record("accounts.sessions_ended", by=by, subject=user.reference, details={"number": number})
    return number


def end_session(*, user: User, stored_key: str, by: Actor) -> bool:
    """End one session of this person; False where there is none such."""
    with transaction.atomic():
        number = _end(Session.objects.filter(user_id=user.pk, session_key=stored_key))
        if number:
            record("accounts.session_ended", by=by, subject=user.reference)
    return bool(number)


def leave_session(*, user: User, stored_key: str, by: Actor) -> None:
    """End the session somebody signs out of; what they type in another tab meanwhile waits for them."""
    with transaction.atomic():
        _end(Session.objects.filter(user_id=user.pk, session_key=stored_key))
        record("accounts.signed_out", by=by, subject=user.reference)


def _end(sessions: QuerySet[Session]) -> int:
    """Delete sessions and remember under another key whose they were, for what is being typed in them.

    Their own rows go: a request that is still under way would write its session back into them.
    """
    now = timezone.now()
    live = sessions.filter(expire_date__gt=now)
    ended = [
        Session(session_key=ended_key(key), session_data="", expire_date=now, user_id=user_id)
        for key, user_id in live.values_list("session_key", "user_id")
    ]
    number, _ = live.delete()
    Session.objects.bulk_create(ended, ignore_conflicts=True)
    return number
