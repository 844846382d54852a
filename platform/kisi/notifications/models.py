"""Notices of one schema, what people want to hear of, and how long notices stay."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kisi.accounts.models import User
from kisi.notifications.vocabulary import Channel


class Notice(models.Model):
    """One notice to one person. ``key`` makes it unique for them: what is told twice is told once.

    ``url`` is an address of this host; title and text are read by this person alone.
    """

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices", verbose_name=_("an"))
    kind = models.CharField(_("Anlass"), max_length=60)
    title = models.CharField(_("Titel"), max_length=200)
    text = models.CharField(_("Text"), max_length=500, blank=True)
    url = models.CharField(_("Adresse"), max_length=500, blank=True)
    key = models.CharField(_("Schlüssel"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("Zeitpunkt"), auto_now_add=True)
    read_at = models.DateTimeField(_("gelesen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Hinweis")
        verbose_name_plural = _("Hinweise")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], condition=~Q(key=""), name="notice_told_once"),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex=r"^/([^/\\]|$)"), name="notice_leads_to_an_address_of_this_host"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["recipient", "-created_at"], name="notice_by_person"),
            models.Index(fields=["created_at"], name="notice_by_age"),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """How a person wants to hear of one kind; without a row the kind's own default counts."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_preferences", verbose_name=_("wer"))
    kind = models.CharField(_("Anlass"), max_length=60)
    channel = models.CharField(_("Weg"), max_length=10, choices=Channel)

    class Meta:
        verbose_name = _("Wunsch zu Hinweisen")
        verbose_name_plural = _("Wünsche zu Hinweisen")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_preference_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_channel_display()}"


class NoticeSettings(models.Model):
    """How long notices stay; at most one row, made when somebody changes a default."""

    id = models.BigIntegerField(primary_key=True, default=1, editable=False)
    read_days = models.PositiveSmallIntegerField(
        _("Gelesene Hinweise bleiben (Tage)"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    unread_days = models.PositiveSmallIntegerField(
        _("Ungelesene Hinweise bleiben (Tage)"),
        default=180,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
    )

    class Meta:
        verbose_name = _("Einstellungen der Hinweise")
        verbose_name_plural = _("Einstellungen der Hinweise")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="notice_settings_one_row")]

    def __str__(self) -> str:
        return str(_("Einstellungen der Hinweise"))

    @classmethod
    def current(cls) -> NoticeSettings:
        """The schema's settings, or the defaults."""
        return cls.objects.first() or cls()
