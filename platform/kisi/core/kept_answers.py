"""The shape of an answer kept for a repeated request; every schema that answers machines has a table of its own."""

from __future__ import annotations

from django.db import models


class KeptAnswerBase(models.Model):
    """What somebody was answered under an ``Idempotency-Key``; committed together with what was done.

    ``fingerprint`` is the SHA-256 of method, path and body; ``body`` the JSON text that was sent. The request's body is
    not kept.
    """

    key = models.CharField("Idempotency-Key", max_length=255)
    method = models.CharField("Methode", max_length=10)
    path = models.CharField("Pfad", max_length=500)
    fingerprint = models.CharField("Prüfsumme der Anfrage", max_length=64)
    status = models.PositiveSmallIntegerField("Statuscode", default=0)
    headers = models.JSONField("Kopfzeilen", default=dict)
    body = models.TextField("Inhalt", blank=True)
    created_at = models.DateTimeField("angelegt", auto_now_add=True)

    class Meta:
        abstract = True
        verbose_name = "gemerkte Antwort"
        verbose_name_plural = "gemerkte Antworten"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.key})"
