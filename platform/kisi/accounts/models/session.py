"""Sessions: who is signed in, in this schema."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class Session(AbstractBaseSession):
    """A browser session. The key in the row is a keyed hash of the one in the cookie (``kisi.accounts.sessions``).

    ``user_id`` lets a person see and end their sessions. It is no foreign key: a session of somebody
    who is gone is nobody's, not an error.
    """

    user_id = models.BigIntegerField("Konto", null=True, blank=True, db_index=True)
    last_seen_at = models.DateTimeField("zuletzt benutzt", default=timezone.now, db_default=Now())

    class Meta(AbstractBaseSession.Meta):
        db_table = "django_session"
        verbose_name = "Sitzung"
        verbose_name_plural = "Sitzungen"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that reads these rows."""
        from kisi.accounts.sessions import SessionStore  # reason: the store imports this model

        return SessionStore
