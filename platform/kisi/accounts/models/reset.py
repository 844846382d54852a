"""Requests for a new password."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class PasswordReset(models.Model):
    """Somebody asked for a new password for an address – whether or not there is an account.

    The page only writes this row, so that its answer takes equally long for known and unknown
    addresses; a task looks the address up, and fills in the token's hash where there is an account.
    Rows are deleted after a day.
    """

    email = models.EmailField("E-Mail-Adresse")
    requested_at = models.DateTimeField("angefordert", auto_now_add=True)
    handled_at = models.DateTimeField("bearbeitet", null=True, blank=True)
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="Konto"
    )
    token_hash = models.CharField("Prüfsumme des Schlüssels", max_length=64, unique=True, null=True, blank=True)
    expires_at = models.DateTimeField("gilt bis", null=True, blank=True)
    used_at = models.DateTimeField("benutzt", null=True, blank=True)

    class Meta:
        verbose_name = "Anforderung eines Passworts"
        verbose_name_plural = "Anforderungen von Passwörtern"
        ordering = ["-requested_at"]

    def __str__(self) -> str:
        return f"{self.email} {self.requested_at:%d.%m.%Y %H:%M}"

    @property
    def is_valid(self) -> bool:
        """Whether its link still works."""
        return self.used_at is None and self.expires_at is not None and self.expires_at > timezone.now()
