"""From when on a result is shown, judged and published."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def _setting(label: object, default: int, low: int, high: int, text: object = "") -> models.PositiveIntegerField:
    limits = [MinValueValidator(low), MaxValueValidator(high)]
    return models.PositiveIntegerField(label, default=default, db_default=default, validators=limits, help_text=text)  # type: ignore[arg-type]


class ResultsSettings(models.Model):
    """From when on a result is shown, judged and published: one row, made when somebody changes a default."""

    id = models.BigIntegerField(primary_key=True, default=1)
    smallest_cell = _setting(
        _("Kleinste Zahl, die eine Kreuztabelle zeigt"),
        5,
        3,
        50,
        _("Kleinere Zahlen werden verdeckt, und so viele andere dazu, dass sie sich nicht ausrechnen lassen."),
    )
    smallest_column = _setting(
        _("Antworten, die eine Gruppe für eine eigene Spalte der Kreuztabelle braucht"),
        10,
        3,
        200,
        _("Kleinere Gruppen stehen zusammen unter „übrige“: Anteile aus so wenigen Antworten sagen nichts."),
    )
    few_sheets = _setting(
        _("Bis zu so vielen Bögen steht dabei: wenige Antworten"),
        30,
        1,
        500,
        _("Anteile aus wenigen Antworten schwanken stark."),
    )
    seen_from_percent = _setting(
        _("Eine Perspektive „sieht“ einen Bedarf ab (Prozent)"),
        50,
        1,
        100,
        _("So viele der Antwortenden müssen ihn mindestens sehen."),
    )
    smallest_gap_percent = _setting(
        _("Zwei Sichten sind verschieden ab (Prozentpunkte)"),
        10,
        0,
        100,
        _("Außerdem dürfen sich ihre 95-%-Bereiche nicht überschneiden."),
    )
    smallest_view = _setting(_("Antworten, die eine Perspektive für ein Urteil braucht"), 20, 2, 500)
    smallest_publication = _setting(
        _("Antworten, die eine Frage für die öffentliche Seite braucht"),
        30,
        10,
        1000,
        _("Öffentliche Zahlen sind auf volle fünf Prozent gerundet."),
    )
    group_gap_percent = _setting(
        _("Eine Gruppe hat deutlich zu viel oder zu wenig geantwortet ab (Prozentpunkte)"),
        5,
        1,
        100,
        _("Verglichen wird mit den Vergleichszahlen. Zufall allein reicht nicht."),
    )
    weighting_base = _setting(
        _("Bögen mit Geschlecht und Alter, die es zum Gewichten braucht"),
        50,
        20,
        1000,
        _("Bei weniger Bögen wird keine gewichtete Ansicht angeboten."),
    )
    weighting_group = _setting(
        _("Bögen, die eine Gruppe für ein eigenes Gewicht braucht"),
        10,
        5,
        100,
        _("Kleinere Gruppen werden mit der nächsten Altersgruppe zusammengelegt."),
    )
    weighting_cap = _setting(
        _("Größtes Gewicht eines Bogens"),
        3,
        2,
        10,
        _("So viel zählt ein Bogen höchstens; das kleinste Gewicht ist sein Kehrwert."),
    )

    class Meta:
        verbose_name = _("Einstellungen der Ergebnisse")
        verbose_name_plural = _("Einstellungen der Ergebnisse")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="results_settings_one_row")]

    def __str__(self) -> str:
        return str(_("Einstellungen der Ergebnisse"))

    @property
    def column_from(self) -> int:
        """From how many answers a group has a column of its own: never fewer than a cell needs."""
        return max(self.smallest_cell, self.smallest_column)

    @classmethod
    def current(cls) -> ResultsSettings:
        """The town's settings, or the defaults."""
        return cls.objects.first() or cls()
