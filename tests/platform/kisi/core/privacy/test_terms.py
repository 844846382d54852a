"""Periods are read where they are set."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kisi.accounts.models import AccountSettings
from kisi.core.privacy.terms import Retention, Unit, fixed, from_row, from_setting, retention_texts, term_in_words
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.notifications.models import NoticeSettings

READ = Retention("read", "Gelesene: %(term)s.", from_row("notifications.NoticeSettings", "read_days", Unit.DAYS))
UNREAD = Retention(
    "unread", "Ungelesene: %(term)s.", from_row("notifications.NoticeSettings", "unread_days", Unit.DAYS)
)
RESET = Retention("reset", "Links: %(term)s.", from_row("accounts.AccountSettings", "reset_hours", Unit.HOURS))
FORMS = Retention("forms", "Formulare: %(term)s.", from_setting("KISI_SENT_FORM_DAYS", Unit.DAYS))


def test_defaults_and_rows_are_read_by_one_statement(
    bensheim: MunicipalityRef, settings: Any, django_assert_num_queries: Any
) -> None:
    """A changed row counts, where none is the field's default."""
    settings.KISI_SENT_FORM_DAYS = 9
    with inside(realm_of(bensheim)):
        NoticeSettings(read_days=1, unread_days=50).save()
        assert not AccountSettings.objects.exists()
        with django_assert_num_queries(1):
            texts = retention_texts([READ, UNREAD, RESET, FORMS, Retention("rest", "Solange nötig.")])
    assert texts == {
        "read": "Gelesene: 1 Tag.",
        "unread": "Ungelesene: 50 Tage.",
        "reset": "Links: 2 Stunden.",
        "forms": "Formulare: 9 Tage.",
        "rest": "Solange nötig.",
    }


@pytest.mark.parametrize(
    ("unit", "number", "said"),
    [
        (Unit.SECONDS, 43_200, "12 Stunden"),
        (Unit.HOURS, 1, "1 Stunde"),
        (Unit.DAYS, 14, "14 Tage"),
        (Unit.MONTHS, 12, "12 Monate"),
    ],
    ids=["seconds", "hour", "days", "months"],
)
def test_periods_in_words(unit: Unit, number: int, said: str) -> None:
    """Seconds are how Django counts, hours how people do."""
    assert term_in_words(unit, number) == said


@pytest.mark.parametrize(
    ("length", "unit", "number"),
    [(timedelta(days=1), Unit.DAYS, 1), (timedelta(hours=12), Unit.HOURS, 12)],
    ids=["whole days", "hours"],
)
def test_constants_of_the_deleting_code(length: timedelta, unit: Unit, number: int) -> None:
    """A constant is said in the largest unit it fills."""
    term = fixed(length)
    assert (term.unit, term.number) == (unit, number)
