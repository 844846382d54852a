"""Outgoing e-mail of one schema."""

from __future__ import annotations

from django.db import models

from kisi.mail.vocabulary import State


class OutgoingMail(models.Model):
    """One e-mail to one person. ``key`` makes it unique: asking twice for the same mail sends one.

    Text and HTML may hold a link that signs somebody in, so both are emptied once the mail is sent.
    """

    key = models.CharField("Schlüssel", max_length=200, unique=True)
    kind = models.CharField("Anlass", max_length=60)
    recipient = models.EmailField("An")
    subject = models.CharField("Betreff", max_length=200)
    text = models.TextField("Text", blank=True)
    html = models.TextField("HTML", blank=True)
    state = models.CharField("Stand", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    next_attempt_at = models.DateTimeField("nächster Versuch")
    problem = models.CharField("letzter Fehler", max_length=300, blank=True)
    created_at = models.DateTimeField("angelegt", auto_now_add=True)
    sent_at = models.DateTimeField("verschickt", null=True, blank=True)

    class Meta:
        verbose_name = "E-Mail"
        verbose_name_plural = "E-Mails"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="waiting"), name="mail_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
