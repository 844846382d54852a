"""Rules, the code book of free answers, and what was published. Answers themselves stay in ``surveys``."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import AgeBracket, Perspective, Sex, Topic

MOST_PEOPLE: Final = 10_000_000
REFERENCE_CELLS: Final = tuple(
    (sex.value, age.value)
    for sex in (Sex.FEMALE, Sex.MALE, Sex.DIVERSE)
    for age in AgeBracket
    if age != AgeBracket.UNKNOWN
)
"""What official figures are kept for; „keine Angabe“ is no group that anybody lives in."""


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


def cell_key(sex: str, age_bracket: str) -> str:
    """The name of a cell in ``ReferencePopulation.people`` and in forms."""
    return f"{sex}-{age_bracket}"


_NO_GROUP: Final = _("Diese Gruppe gibt es nicht.")
_NO_PEOPLE: Final = _("Zahlen von Menschen sind ganz und nicht kleiner als null.")
_NOTHING: Final = _("Tragen Sie mindestens eine Zahl über null ein.")
_GROUPS: Final = ", ".join(f"'{cell_key(*cell)}'" for cell in REFERENCE_CELLS)
_ONLY_GROUPS: Final = f"%(expressions)s - ARRAY[{_GROUPS}] = '{{}}'::jsonb"
_ONLY_PEOPLE: Final = (
    "NOT jsonb_path_exists(%(expressions)s, 'strict $.* ?"
    f' (@.type() != "number" || @ < 0 || @ > {MOST_PEOPLE} || @ != @.floor())\')'
)


def _people(template: str) -> Func:
    """A condition on the people of the groups, for the database."""
    return Func(F("people"), template=template, output_field=models.BooleanField())


def _in_groups() -> Combinable:
    """The people of all groups together, for the database."""
    groups = (Func(F("people"), Value(cell_key(*cell)), function="jsonb_extract_path_text") for cell in REFERENCE_CELLS)
    return reduce(add, (Coalesce(Cast(one, models.BigIntegerField()), 0) for one in groups))


class ReferencePopulation(models.Model):
    """Vergleichszahlen: how many people of a perspective live in the town, by sex and age; one row a perspective.

    ``people``: key of ``cell_key`` → people; a cell that is missing is not known (0 is: nobody). ``total`` may be
    more than all cells together: registers know people without sex or age too. For people of the town only.
    """

    perspective = models.CharField(_("Perspektive"), max_length=30, choices=Perspective, unique=True)
    people = models.JSONField(_("Menschen nach Geschlecht und Alter"), default=dict, blank=True)
    total = models.PositiveIntegerField(
        _("Alle zusammen"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_PEOPLE)],
        help_text=_("Auch ohne Aufteilung nützlich. Leer: die Summe, sobald alle Zahlen dastehen."),
    )
    source = models.CharField(
        _("Quelle"),
        max_length=200,
        help_text=_("Zum Beispiel „Auszug aus dem Melderegister“ oder „Auskunft der Ausländerbehörde“."),
    )
    as_of = models.DateField(_("Stand"), help_text=_("Der Tag, für den die Zahlen gelten."))

    class Meta:
        verbose_name = _("Vergleichszahlen")
        verbose_name_plural = _("Vergleichszahlen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_people("jsonb_typeof(%(expressions)s) = 'object'") & _people(_ONLY_GROUPS),
                name="reference_groups_exist",
                violation_error_message=_NO_GROUP,
            ),
            models.CheckConstraint(
                condition=_people(_ONLY_PEOPLE), name="reference_numbers_are_people", violation_error_message=_NO_PEOPLE
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__gte=_in_groups()),
                name="reference_sum_within_total",
                violation_error_message=_("Die Gruppen ergeben zusammen mehr als alle zusammen."),
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=False, total__gt=0) | Q(GreaterThan(_in_groups(), 0)),
                name="reference_total_or_group",
                violation_error_message=_NOTHING,
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__lte=MOST_PEOPLE), name="reference_total_has_a_limit"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="reference_source_is_named"),
        ]

    def __str__(self) -> str:
        return self.get_perspective_display()

    @property
    def cells(self) -> dict[tuple[str, str], int]:
        """(sex, age bracket) → people, of those known; in the order of sexes and ages."""
        return {cell: self.people[key] for cell in REFERENCE_CELLS if (key := cell_key(*cell)) in self.people}

    @property
    def everybody(self) -> int | None:
        """All people of the perspective; None where neither the total nor every woman's and man's cell is known."""
        if self.total is not None:
            return self.total
        known = self.cells
        needed = (cell for cell in REFERENCE_CELLS if cell[0] != Sex.DIVERSE)
        return sum(known.values()) if all(cell in known for cell in needed) else None

    def clean(self) -> None:
        """Raises ``ValidationError`` for what cannot be."""
        if self.as_of and self.as_of > timezone.localdate():
            raise ValidationError({"as_of": _("Der Stand liegt in der Zukunft.")})
        if set(self.people) - {cell_key(*cell) for cell in REFERENCE_CELLS}:
            raise ValidationError(_NO_GROUP)
        if any(type(number) is not int or not 0 <= number <= MOST_PEOPLE for number in self.people.values()):
            raise ValidationError(_NO_PEOPLE)
        known = sum(self.people.values())
        if not known and not self.total:
            raise ValidationError(_NOTHING)
        if self.total is not None and known > self.total:
            words = _("Die Gruppen ergeben zusammen %(sum)s, also mehr als alle zusammen.")
            raise ValidationError({"total": ValidationError(words, params={"sum": known})})
