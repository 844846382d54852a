"""What a municipality says about itself: one row in its own schema."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ONLY_ROW = 1


class WorkspaceSettings(models.Model):
    """Name, address and time zone of the municipality; exactly one row, made when it comes on board."""

    id = models.BigIntegerField(primary_key=True, default=ONLY_ROW, editable=False)
    official_name = models.CharField(_("Amtlicher Name"), max_length=200)
    street = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    place = models.CharField(_("Ort"), max_length=100, blank=True)
    time_zone = models.CharField(_("Zeitzone"), max_length=50, default="Europe/Berlin")
    updated_at = models.DateTimeField(_("geändert"), auto_now=True)

    class Meta:
        verbose_name = _("Angaben zur Kommune")
        verbose_name_plural = _("Angaben zur Kommune")
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY_ROW), name="workspace_settings_are_one_row"),
            models.CheckConstraint(
                condition=Q(postal_code="") | Q(postal_code__regex=r"^\d{5}$"),
                name="workspace_postal_code_has_five_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.official_name
