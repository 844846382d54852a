"""Session store (``SESSION_ENGINE``): a cookie is worth something in exactly one realm.

Stored is not the cookie's key but its hash with the realm, and the data are signed with the realm:
a session row copied into another municipality, together with its user's row, is found by no cookie
and would not be believed (THREATS.md T01). A stolen table signs nobody in either.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.utils import timezone

from kisi.accounts.models import Session
from kisi.core.realms import current_realm


def stored_key(session_key: str) -> str:
    """What stands in the table for a cookie's key in the current realm (160 bits)."""
    secret = f"kisi.accounts.sessions|{settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{current_realm().key}|{session_key}".encode(), hashlib.sha256).hexdigest()[:40]


def ended_key(key: str) -> str:
    """Under which key is kept whose session ``key`` (as it is stored) was, after somebody ended it."""
    return hashlib.sha256(f"ended|{key}".encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's database sessions with hashed keys, bound to the realm."""

    record: Session | None = None
    """The row this session was read from."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Our own table."""
        return Session

    @property
    def key_salt(self) -> str:
        """Data signed in one realm are corrupt in another."""
        return f"kisi.accounts.sessions|{current_realm().key}"

    def _get_session_from_db(self) -> Session | None:
        key = stored_key(self.session_key or "")
        self.record = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if self.record is None:
            self._session_key = None
        return self.record

    def exists(self, session_key: str) -> bool:
        """Whether the key is taken."""
        return Session.objects.filter(session_key=stored_key(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to write."""
        user_id = data.get(SESSION_KEY)
        return Session(
            session_key=stored_key(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=int(user_id) if user_id else None,
        )

    def save(self, must_create: bool = False) -> None:
        """Write the session. Raises ``UpdateError`` where somebody has ended it meanwhile, which is a 400.

        Django takes any failure for that; a server that is gone stays an ``OperationalError``, which is a 503.
        """
        try:
            super().save(must_create)
        except UpdateError as ended:
            if isinstance(ended.__context__, OperationalError):
                raise ended.__context__ from None
            raise

    def delete(self, session_key: str | None = None) -> None:
        """End a session; the own one by default."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=stored_key(key)).delete()
