"""How long personal data stays. A term is read where it is set, so that the register can never say another one.

A period is a field of an app's settings row (a town may change it), a setting of the installation, or a constant of
the code that deletes. Rows of settings are read together, by one statement for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Value
from django.utils.functional import Promise
from django.utils.translation import ngettext

type Text = str | Promise


class Unit(StrEnum):
    """In what a period is counted."""

    SECONDS = "seconds"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Term:
    """Where a period is found: ``model`` and ``field`` of a settings row, a ``setting``, or ``number`` itself."""

    unit: Unit
    model: str = ""
    field: str = ""
    setting: str = ""
    number: int = 0


def from_row(model: str, field: str, unit: Unit) -> Term:
    """A field of the settings row of an app; without a row its default counts."""
    return Term(unit, model=model, field=field)


def from_setting(name: str, unit: Unit) -> Term:
    """A setting of the installation."""
    return Term(unit, setting=name)


def fixed(length: timedelta) -> Term:
    """A constant of the code that deletes, given by that code."""
    hours = int(length.total_seconds()) // 3600
    return Term(Unit.HOURS, number=hours) if hours % 24 else Term(Unit.DAYS, number=hours // 24)


@dataclass(frozen=True, slots=True)
class Retention:
    """A class of data that stays equally long: until when (``rule``, in words), and the period that is part of it.

    ``rule`` may hold ``%(term)s`` ("%(term)s nach der letzten Anmeldung"). Without a term it says what ends it.
    """

    key: str
    rule: Text
    term: Term | None = None


def retention_texts(retentions: Iterable[Retention]) -> dict[str, str]:
    """What the current schema's rules are, in words, by key; one statement at most."""
    wanted = list({retention.key: retention for retention in retentions}.values())
    rows = _stored({retention.term for retention in wanted if retention.term and retention.term.model})
    return {retention.key: _in_words(retention, rows) for retention in wanted}


def _in_words(retention: Retention, rows: dict[Term, int]) -> str:
    rule = str(retention.rule)
    if retention.term is None:
        return rule
    return rule % {"term": term_in_words(retention.term.unit, _length(retention.term, rows))}


def _length(term: Term, rows: dict[Term, int]) -> int:
    if term.setting:
        return int(getattr(settings, term.setting))
    if term.model:
        return rows.get(term, int(_field(term).get_default()))
    return term.number


def _stored(terms: set[Term]) -> dict[Term, int]:
    """The periods whose settings rows exist."""
    by_name = {f"{term.model}.{term.field}": term for term in sorted(terms, key=lambda term: (term.model, term.field))}
    each = [
        apps.get_model(term.model)
        ._base_manager.order_by()
        .values_list(
            Value(name, output_field=models.TextField()),
            models.functions.Cast(term.field, models.IntegerField()),
        )
        for name, term in by_name.items()
    ]
    if not each:
        return {}
    first, *others = each
    return {by_name[name]: number for name, number in first.union(*others, all=True).order_by()}


def _field(term: Term) -> models.Field[int, int]:
    field: models.Field[int, int] = apps.get_model(term.model)._meta.get_field(term.field)
    return field


def term_in_words(unit: Unit, number: int) -> str:
    """A period as it is read: "12 Stunden"."""
    if unit is Unit.SECONDS:
        unit, number = Unit.HOURS, number // 3600
    words = {
        Unit.HOURS: ngettext("%(number)s Stunde", "%(number)s Stunden", number),
        Unit.DAYS: ngettext("%(number)s Tag", "%(number)s Tage", number),
        Unit.MONTHS: ngettext("%(number)s Monat", "%(number)s Monate", number),
    }
    return words[unit] % {"number": number}
