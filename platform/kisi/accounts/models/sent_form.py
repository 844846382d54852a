"""Forms that created something, so that sending one again creates nothing."""

from __future__ import annotations

from django.db import models


class SentForm(models.Model):
    """A form that was sent and accepted; committed together with what it created.

    Only checksums: ``form`` is that of the person and the page's one-time key, ``content`` that of everything in it.
    Rows are deleted after ``KISI_SENT_FORM_DAYS``.
    """

    form = models.CharField("Prüfsumme von Formular und Person", max_length=64)
    content = models.CharField("Prüfsumme des Inhalts", max_length=64)
    led_to = models.CharField("führte zu", max_length=2000, blank=True)
    sent_at = models.DateTimeField("abgeschickt", auto_now_add=True)

    class Meta:
        verbose_name = "abgeschicktes Formular"
        verbose_name_plural = "abgeschickte Formulare"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["form", "content"], name="sent_form_once")]
        indexes = [models.Index(fields=["sent_at"], name="sent_form_by_age")]

    def __str__(self) -> str:
        return f"{self.led_to} ({self.sent_at:%d.%m.%Y %H:%M})"
