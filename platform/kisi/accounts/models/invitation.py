"""Invitations: how somebody gets an account."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from kisi.core.roles import Role


class Invitation(models.Model):
    """One person asked to join with one role. Of the token only a hash is kept, and that hash holds the realm.

    An invitation is *open* until it is accepted or withdrawn; an open one may have expired and is renewed
    by inviting again. There is at most one open invitation for an address.
    """

    email = models.EmailField("E-Mail-Adresse")
    name = models.CharField("Name", max_length=150)
    role = models.CharField("Rolle", max_length=30, choices=Role)
    token_hash = models.CharField("Prüfsumme des Schlüssels", max_length=64, unique=True)
    expires_at = models.DateTimeField("gilt bis")
    sent_count = models.PositiveIntegerField("verschickt", default=0)
    invited_by = models.CharField("eingeladen von", max_length=150)
    created_at = models.DateTimeField("angelegt", auto_now_add=True)
    accepted_at = models.DateTimeField("angenommen", null=True, blank=True)
    withdrawn_at = models.DateTimeField("zurückgezogen", null=True, blank=True)

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="accounts_invitation_once_open",
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_invitation_lower_case"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.email})"

    @property
    def is_open(self) -> bool:
        """Whether it was neither accepted nor withdrawn."""
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def is_valid(self) -> bool:
        """Whether its link still works."""
        return self.is_open and self.expires_at > timezone.now()

    @property
    def reference(self) -> str:
        """How the audit trail names this invitation."""
        return f"accounts.invitation:{self.pk}"
