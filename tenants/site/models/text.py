"""Texts of the municipality, in versions: a text is never changed, a newer one takes its place."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.site.vocabulary import TextKind

LONGEST = 30_000


class SiteText(models.Model):
    """One version of one text. An empty body says that the default counts again."""

    kind = models.CharField(_("Text"), max_length=20, choices=TextKind.choices)
    language = models.CharField(_("Sprache"), max_length=12, default="de")
    body = models.TextField(_("Wortlaut"), max_length=LONGEST, blank=True)
    created_at = models.DateTimeField(_("Stand"), auto_now_add=True)
    created_by = models.CharField(_("geschrieben von"), max_length=200)

    class Meta:
        verbose_name = _("Text der öffentlichen Seite")
        verbose_name_plural = _("Texte der öffentlichen Seite")
        indexes = [models.Index(fields=["kind", "language", "-id"], name="site_text_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language}), {self.created_at:%d.%m.%Y}"
