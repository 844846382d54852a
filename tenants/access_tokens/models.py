"""Tokens, what was answered to them, and how long they are valid."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kisi.core.actors import Actor
from kisi.core.kept_answers import KeptAnswerBase
from tenants.access_tokens.vocabulary import TokenScope


class WorkspaceToken(models.Model):
    """What one program shows with each request. Of the token only a hash is kept, and that hash holds the realm.

    ``scopes`` is a list of values of ``TokenScope``; ``expires_on`` is the last day it is accepted. Of its use only
    the last day is known.
    """

    name = models.CharField(_("Wofür"), max_length=150)
    token_hash = models.CharField(_("Prüfsumme des Tokens"), max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("Rechte"), default=list)
    issued_by = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="+", verbose_name=_("ausgestellt von")
    )
    issued_at = models.DateTimeField(_("ausgestellt am"), auto_now_add=True)
    expires_on = models.DateField(_("gilt bis"))
    last_used_on = models.DateField(_("zuletzt benutzt"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("gesperrt"), null=True, editable=False)

    class Meta:
        verbose_name = _("Zugang zur Schnittstelle")
        verbose_name_plural = _("Zugänge zur Schnittstelle")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """At least one scope, and only known ones, each once. Raises ``ValidationError``."""
        chosen = self.scopes if isinstance(self.scopes, list) else []
        if not chosen or any(one not in TokenScope.values for one in chosen):
            raise ValidationError({"scopes": _("Bitte wählen Sie die Rechte aus der Liste.")})
        self.scopes = [scope for scope in TokenScope.values if scope in chosen]

    @property
    def reference(self) -> str:
        """How the audit trail names this token."""
        return f"access_tokens.token:{self.pk}"

    @property
    def actor(self) -> Actor:
        """The program with this token as the one who acts; its id is never that of an account."""
        return Actor("client", f"token-{self.pk}", str(_("%(name)s (Schnittstelle)") % {"name": self.name}))


class KeptAnswer(KeptAnswerBase):
    """What a program was answered under an ``Idempotency-Key``; committed together with what was done."""

    token = models.ForeignKey(WorkspaceToken, on_delete=models.CASCADE, related_name="+", verbose_name=_("Zugang"))

    class Meta(KeptAnswerBase.Meta):
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["created_at"], name="kept_answer_by_age")]


class TokenSettings(models.Model):
    """How long tokens are valid, as data: one row, made when somebody changes the default."""

    id = models.BigIntegerField(primary_key=True, default=1)
    longest_days = models.PositiveIntegerField(
        _("Ein Zugang gilt höchstens (Tage)"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(1095)],
        help_text=_("Dieser Tag ist bei einem neuen Zugang eingetragen; Sie können einen früheren wählen."),
    )

    class Meta:
        verbose_name = _("Einstellungen der Zugänge")
        verbose_name_plural = _("Einstellungen der Zugänge")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="token_settings_one_row")]

    def __str__(self) -> str:
        return str(_("Einstellungen der Zugänge"))

    @classmethod
    def current(cls) -> TokenSettings:
        """The town's settings, or the default."""
        return cls.objects.first() or cls()
