"""Periods and limits of signing in, as data: one row a schema, made when somebody changes a default."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


def _between(low: int, high: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(low), MaxValueValidator(high)]


class AccountSettings(models.Model):
    """What a coordinator (on the public host: the operator) may choose. There is at most one row."""

    id = models.BigIntegerField(primary_key=True, default=1)
    invitation_days = models.PositiveSmallIntegerField(
        "Einladungen gelten (Tage)", default=14, validators=_between(1, 90)
    )
    reset_hours = models.PositiveSmallIntegerField(
        "Links für ein neues Passwort gelten (Stunden)", default=2, validators=_between(1, 48)
    )
    account_days = models.PositiveSmallIntegerField(
        "Deaktivierte Konten: Löschung ankündigen nach (Tagen)",
        default=180,
        db_default=180,
        validators=_between(1, 1095),
    )
    account_grace_days = models.PositiveSmallIntegerField(
        "Angekündigte Löschung ausführen nach (Tagen)", default=30, db_default=30, validators=_between(7, 180)
    )
    invitation_kept_days = models.PositiveSmallIntegerField(
        "Erledigte und abgelaufene Einladungen löschen nach (Tagen)",
        default=90,
        db_default=90,
        validators=_between(1, 730),
    )

    class Meta:
        verbose_name = "Einstellungen der Konten"
        verbose_name_plural = "Einstellungen der Konten"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="accounts_settings_one_row")]

    def __str__(self) -> str:
        return "Einstellungen der Konten"

    @classmethod
    def current(cls) -> AccountSettings:
        """The schema's settings, or the defaults."""
        return cls.objects.first() or cls()
