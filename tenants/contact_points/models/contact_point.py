"""A place where people can come with their questions."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kisi.core.text_search import TextSearch
from tenants.contact_points.vocabulary import SPOKEN_LANGUAGES

SEARCH: Final = TextSearch(name="A", street="A", place="A")
"""What a contact point is found by."""

PHONE = RegexValidator(r"^[0-9+()/ .–-]+$", _("Bitte nur Ziffern, Leerzeichen und die Zeichen + ( ) / - verwenden."))


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    """Which contact points."""

    def present(self) -> ContactPointQuerySet:
        """Those that were not removed, the main one first."""
        return self.filter(removed_at=None).order_by("-is_main", "order", "name", "pk")

    def visible(self) -> ContactPointQuerySet:
        """Those that visitors see."""
        return self.present().filter(is_visible=True)


class ContactPoint(models.Model):
    """One contact point. A removed one stays as a row, so that removing can be taken back."""

    name = models.CharField(_("Name"), max_length=120)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(
        _("Postleitzahl"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("Eine Postleitzahl hat fünf Ziffern."))],
    )
    place = models.CharField(_("Ort"), max_length=100, blank=True)
    directions = models.CharField(
        _("Wegbeschreibung"), max_length=300, blank=True, help_text=_("Zum Beispiel: Eingang im Hof, erster Stock.")
    )
    accessibility = models.TextField(
        _("Barrierefreiheit vor Ort"),
        max_length=1000,
        blank=True,
        help_text=_("Zum Beispiel: stufenloser Eingang, Aufzug, Toilette für Rollstuhl, Induktionsschleife."),
    )
    phone = models.CharField(_("Telefon"), max_length=40, blank=True, validators=[PHONE])
    email = models.EmailField(
        _("E-Mail-Adresse"), max_length=254, blank=True, help_text=_("Eine Adresse der Stelle, nicht einer Person.")
    )
    languages = models.JSONField(_("Sprachen der Beratung"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(
        _("Reihenfolge"), default=100, help_text=_("Kleinere Zahlen stehen weiter oben.")
    )
    is_main = models.BooleanField(_("Haupt-Anlaufstelle"), default=False)
    is_visible = models.BooleanField(_("Auf der öffentlichen Seite zeigen"), default=True)
    removed_at = models.DateTimeField(_("entfernt"), null=True, editable=False)
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    updated_at = models.DateTimeField(_("geändert"), auto_now=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anlaufstelle")
        verbose_name_plural = _("Anlaufstellen")
        indexes = [SEARCH.index("contact_point_text")]
        constraints = [
            models.UniqueConstraint(
                fields=["is_main"], condition=Q(is_main=True, removed_at=None), name="contact_points_one_main"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Languages are known ones, each once. Raises ``ValidationError``."""
        chosen = self.languages if isinstance(self.languages, list) else [None]
        if any(code not in SPOKEN_LANGUAGES for code in chosen):
            raise ValidationError({"languages": _("Bitte wählen Sie die Sprachen aus der Liste.")})
        self.languages = list(dict.fromkeys(chosen))

    @property
    def spoken_languages(self) -> list[tuple[str, str]]:
        """Languages people are advised in: tag and own name."""
        return [(code, SPOKEN_LANGUAGES[code]) for code in self.languages if code in SPOKEN_LANGUAGES]

    @property
    def address(self) -> str:
        """The address in one line; empty where nothing is known."""
        town = f"{self.postal_code} {self.place}".strip()
        return ", ".join(part for part in (self.street, town) if part)
