"""The code book of free answers, and which answer got which codes. Answers themselves stay in ``surveys``."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Topic


class AnswerCode(models.Model):
    """One entry of the code book: what several free answers have in common."""

    label = models.CharField(_("Bezeichnung"), max_length=80, unique=True)
    topic = models.CharField(_("Handlungsfeld"), max_length=30, choices=Topic, blank=True)
    description = models.TextField(
        _("Wann passt der Code?"),
        max_length=500,
        blank=True,
        help_text=_("Damit alle gleich entscheiden: Was gehört dazu, was nicht?"),
    )
    retired_at = models.DateTimeField(_("abgelegt am"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Code")
        verbose_name_plural = _("Codes")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class Coding(models.Model):
    """A free answer that somebody read, with the codes it got (none: it says nothing usable).

    Who coded stands in the audit trail of the wave, not here; nothing here leads to who answered.
    """

    response = models.ForeignKey(
        "surveys.Response", on_delete=models.CASCADE, related_name="codings", verbose_name=_("Antwortbogen")
    )
    question_code = models.CharField(_("Frage"), max_length=40)
    codes = models.ManyToManyField(AnswerCode, related_name="codings", verbose_name=_("Codes"), blank=True)

    class Meta:
        verbose_name = _("gelesene Antwort")
        verbose_name_plural = _("gelesene Antworten")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["response", "question_code"], name="answer_read_once")]

    def __str__(self) -> str:
        return self.question_code
