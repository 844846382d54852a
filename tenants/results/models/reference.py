"""How many people live in the town: what the results are compared with."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import AgeBracket, Perspective, Sex

MOST_PEOPLE: Final = 10_000_000
REFERENCE_CELLS: Final = tuple(
    (sex.value, age.value)
    for sex in (Sex.FEMALE, Sex.MALE, Sex.DIVERSE)
    for age in AgeBracket
    if age != AgeBracket.UNKNOWN
)
"""What official figures are kept for; „keine Angabe“ is no group that anybody lives in."""


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
    more than all cells together: registers know people without sex or age too. The groups are
    for people of the town only; the report for its council names the total.
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
