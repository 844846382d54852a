"""What a municipality says about itself: one row in its own schema."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import JSONField, Q, Value
from django.utils.translation import gettext_lazy as _

from kisi.core.realms import current_municipality

ONLY_ROW = 1


class WorkspaceSettings(models.Model):
    """Name, address, time zone, choices; exactly one row, made when it comes on board.

    ``newcomer_checklist`` is the key of the template a new guide starts with, ``hidden_features`` a list of
    keys of declared areas (``kisi.ui.registry.Feature``).
    """

    id = models.BigIntegerField(primary_key=True, default=ONLY_ROW, editable=False)
    official_name = models.CharField(_("Amtlicher Name"), max_length=200)
    street = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    place = models.CharField(_("Ort"), max_length=100, blank=True)
    time_zone = models.CharField(_("Zeitzone"), max_length=50, default="Europe/Berlin")
    newcomer_checklist = models.CharField(
        _("Checkliste für neue Integrationsguides"),
        max_length=80,
        blank=True,
        default="erste-30-tage",
        db_default="erste-30-tage",
    )
    newcomer_days = models.PositiveSmallIntegerField(
        _("So lange gilt jemand als neu (Tage)"),
        default=30,
        db_default=30,
        validators=[MinValueValidator(0), MaxValueValidator(365)],
    )
    hidden_features = models.JSONField(
        _("ausgeblendete Bereiche"), default=list, db_default=Value([], JSONField()), blank=True
    )
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

    @classmethod
    def current(cls) -> WorkspaceSettings:
        """The municipality's row, or one with its name and the defaults."""
        return cls.objects.first() or cls(official_name=current_municipality().name)
