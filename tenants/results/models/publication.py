"""What was published of a wave."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Publication(models.Model):
    """A question's result on the public page: the numbers as they were when it was published.

    ``figures`` are ``{"title", "question", "answers": [{"value", "label", "percent"}], "total"}`` with rounded numbers;
    the German words are those of the day, other languages' stand in the questionnaire's version.
    They do not follow later sheets: two states one sheet apart would tell that sheet's answer.
    """

    wave = models.ForeignKey(
        "surveys.Wave", on_delete=models.PROTECT, related_name="publications", verbose_name=_("Welle")
    )
    question_code = models.CharField(_("Frage"), max_length=40)
    figures = models.JSONField(_("Zahlen"))
    published_on = models.DateField(_("veröffentlicht am"))
    published_by = models.CharField(_("veröffentlicht von"), max_length=200)

    class Meta:
        verbose_name = _("Veröffentlichung")
        verbose_name_plural = _("Veröffentlichungen")
        ordering = ["-published_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "question_code"], name="question_published_once")]

    def __str__(self) -> str:
        return self.question_code
