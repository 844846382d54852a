"""The municipality's logo: small, so it lies in its own schema and travels with every export of the town."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

ONLY_ROW = 1


class Logo(models.Model):
    """A picture that was taken apart and put together again by us (``tenants.site.pictures``); at most one row."""

    id = models.BigIntegerField(primary_key=True, default=ONLY_ROW, editable=False)
    content = models.BinaryField(_("Bild"))
    media_type = models.CharField(_("Format"), max_length=20)
    width = models.PositiveIntegerField(_("Breite"))
    height = models.PositiveIntegerField(_("Höhe"))
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Logo")
        verbose_name_plural = _("Logos")
        constraints = [models.CheckConstraint(condition=models.Q(id=ONLY_ROW), name="site_logo_is_one_row")]

    def __str__(self) -> str:
        return f"{self.media_type}, {self.width} × {self.height}"
