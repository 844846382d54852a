"""Answers kept so that a repeated request gets the same one again."""

from __future__ import annotations

from django.db import models

from api.models.client import Client
from kisi.core.kept_answers import KeptAnswerBase


class IdempotentAnswer(KeptAnswerBase):
    """What a client was answered on the public host."""

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="idempotent_answers", verbose_name="Zugang"
    )

    class Meta(KeptAnswerBase.Meta):
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="idempotent_answer_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotent_answer_by_age")]
