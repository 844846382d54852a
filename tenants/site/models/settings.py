"""Facts about the municipality for its public pages: at most one row, made when somebody changes a default."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.site.vocabulary import Assessment, Conformity

ONLY_ROW = 1


class SiteSettings(models.Model):
    """Who is behind the pages, whom to ask, and how accessible they are."""

    id = models.BigIntegerField(primary_key=True, default=ONLY_ROW, editable=False)
    provider = models.CharField(
        _("Herausgeber"), max_length=160, blank=True, help_text=_("Zum Beispiel: Magistrat der Stadt Bensheim.")
    )
    represented_by = models.CharField(
        _("Vertreten durch"),
        max_length=160,
        blank=True,
        help_text=_("Amt oder Funktion, zum Beispiel: Bürgermeisterin."),
    )
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(
        _("Postleitzahl"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("Eine Postleitzahl hat fünf Ziffern."))],
    )
    place = models.CharField(_("Ort"), max_length=100, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), max_length=254, blank=True)
    data_protection_officer = models.CharField(
        _("Datenschutzbeauftragte Stelle"),
        max_length=300,
        blank=True,
        help_text=_("Name der Stelle, Anschrift und E-Mail-Adresse."),
    )
    conformity = models.CharField(
        _("Stand der Barrierefreiheit"), max_length=10, choices=Conformity.choices, default=Conformity.PARTIAL
    )
    assessment = models.CharField(
        _("Grundlage der Angabe"), max_length=10, choices=Assessment.choices, default=Assessment.OPEN
    )
    assessed_on = models.DateField(_("Geprüft am"), null=True, blank=True)
    feedback_email = models.EmailField(
        _("Rückmeldungen zur Barrierefreiheit gehen an"),
        max_length=254,
        blank=True,
        help_text=_("Bleibt das Feld leer, gehen sie an die Haupt-Anlaufstelle, sonst an die Koordination."),
    )
    feedback_weeks = models.PositiveSmallIntegerField(
        _("Antwort auf Rückmeldungen innerhalb von Wochen"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("Nach sechs Wochen ohne Antwort kann die Durchsetzungsstelle eingeschaltet werden."),
    )
    feedback_months = models.PositiveSmallIntegerField(
        _("Rückmeldungen löschen nach Monaten"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Angaben zur öffentlichen Seite")
        verbose_name_plural = _("Angaben zur öffentlichen Seite")
        constraints = [models.CheckConstraint(condition=models.Q(id=ONLY_ROW), name="site_settings_are_one_row")]

    def __str__(self) -> str:
        return "Angaben zur öffentlichen Seite"

    @classmethod
    def current(cls) -> SiteSettings:
        """The municipality's own, or the defaults."""
        return cls.objects.first() or cls()
