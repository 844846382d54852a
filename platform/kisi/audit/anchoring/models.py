"""The anchors. A municipality's role can neither write nor read them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class AuditAnchor(models.Model):
    """How one schema's audit trail ended at one moment."""

    schema = models.CharField("Schema", max_length=63)
    sequence = models.BigIntegerField("Nummer")
    hash = models.BinaryField("Prüfsumme")
    anchored_at = models.DateTimeField("verankert", db_default=Now())

    class Meta:
        verbose_name = "Anker eines Prüfprotokolls"
        verbose_name_plural = "Anker der Prüfprotokolle"
        ordering = ["schema", "sequence"]
        constraints = [models.UniqueConstraint(fields=["schema", "sequence"], name="audit_anchor_once")]

    def __str__(self) -> str:
        return f"{self.schema} {self.sequence}"
