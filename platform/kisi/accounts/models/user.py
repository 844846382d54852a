"""Who may sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from kisi.core.actors import Actor
from kisi.core.roles import Role


class Accounts(BaseUserManager["User"]):
    """Finds accounts by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The account that signs in with this address. Raises ``User.DoesNotExist``."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, *, name: str, role: Role | str, password: str | None = None, **more: Any) -> User:
        """A new account; without a password it cannot sign in until an invitation is accepted."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, role=role, **more)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):  # type: ignore[django-manager-missing] # relations of other apps' models
    """Somebody who works on the platform, with exactly one role in this schema.

    A deactivated account is erased after a period (``kisi.privacy``): ``erase_on`` is the day that was announced. The
    row stays without the person, so that no figure shrinks and what points at it leads to nobody.
    """

    email = models.EmailField("E-Mail-Adresse", unique=True)
    name = models.CharField("Name", max_length=150)
    role = models.CharField("Rolle", max_length=30, choices=Role)
    is_active = models.BooleanField("aktiv", default=True)
    created_at = models.DateTimeField("angelegt", auto_now_add=True)
    uses_shortcuts = models.BooleanField("Tastenkürzel", default=True, db_default=True)
    deactivated_at = models.DateTimeField("deaktiviert", null=True, blank=True, editable=False)
    erase_on = models.DateField("wird gelöscht am", null=True, blank=True, editable=False)
    erased_at = models.DateTimeField("gelöscht", null=True, blank=True, editable=False)
    seen_release_notes = models.CharField("gesehene Neuigkeiten", max_length=16, blank=True, default="", db_default="")

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        verbose_name = "Konto"
        verbose_name_plural = "Konten"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_user_email_lower_case")
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name on screen."""
        return self.name

    @property
    def actor(self) -> Actor:
        """This person as the one who acts."""
        return Actor("user", str(self.pk), self.name)

    @property
    def reference(self) -> str:
        """How the audit trail names this account."""
        return f"accounts.user:{self.pk}"
