"""A machine account of the public host."""

from __future__ import annotations

from typing import Any

from django.db import models
from oauth2_provider.models import AbstractApplication


class Client(AbstractApplication):
    """An OAuth client with the scopes it may ask for.

    ``scopes`` is a list of values of ``Scope``. Only the client credentials grant is served; the redirect fields
    come with the base class and stay empty.
    """

    scopes = models.JSONField("Rechte", default=list)
    revoked_at = models.DateTimeField("gesperrt seit", null=True, blank=True)

    class Meta(AbstractApplication.Meta):
        verbose_name = "Zugang zur Schnittstelle"
        verbose_name_plural = "Zugänge zur Schnittstelle"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def is_usable(self, request: Any) -> bool:
        """A revoked client gets no token, and its tokens are refused."""
        return self.revoked_at is None
