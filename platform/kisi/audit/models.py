"""The audit trail of one schema. Triggers fill the chain and refuse every change (see the first migration)."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One thing that was done or, for personal records, looked at.

    ``sequence``, ``recorded_at``, ``database_role`` and the hashes are set by the database whatever
    an INSERT says. A row stays as long as the schema: so ``subject`` is a reference such as
    ``accounts.user:12``, and ``details`` never hold what a person may ask to have erased.
    """

    sequence = models.BigIntegerField("Nummer", primary_key=True, db_default=0)
    recorded_at = models.DateTimeField("Zeitpunkt", db_default=Now())
    database_role = models.TextField("Datenbankrolle", db_default="")
    is_read = models.BooleanField("Einsicht", default=False)
    event = models.CharField("Vorgang", max_length=100)
    actor_kind = models.CharField("Art der handelnden Stelle", max_length=20)
    actor_id = models.CharField("Kennung der handelnden Stelle", max_length=100)
    actor_label = models.TextField("Handelnde Stelle")
    subject = models.CharField("Gegenstand", max_length=200, blank=True)
    details = models.JSONField("Einzelheiten", default=dict, encoder=DjangoJSONEncoder)
    previous_hash = models.BinaryField("Prüfsumme der vorigen Zeile", db_default=b"")
    hash = models.BinaryField("Prüfsumme", db_default=b"")

    class Meta:
        verbose_name = "Eintrag im Prüfprotokoll"
        verbose_name_plural = "Prüfprotokoll"
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["recorded_at"], name="audit_entry_by_time"),
            models.Index(fields=["event", "sequence"], name="audit_entry_by_event"),
            models.Index(fields=["subject", "sequence"], name="audit_entry_by_subject"),
            models.Index(fields=["actor_id", "sequence"], name="audit_entry_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.event}"


class Head(models.Model):
    """The newest link of the chain: one row, locked while a link is added, written by the trigger only."""

    id = models.BigIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        verbose_name = "Kopf des Prüfprotokolls"
        verbose_name_plural = "Kopf des Prüfprotokolls"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_one_row")]

    def __str__(self) -> str:
        return str(self.sequence)
