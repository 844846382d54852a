"""Fields that read what people in Germany write."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.ui.forms.widgets import DateInput

GERMAN_DATES = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
GROUPED = re.compile(r"^[+-]?\d{1,3}(\.\d{3})+$")


EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside are slips of the keyboard; the calendar ends at 9999, and the day after it is an error everywhere."""


class GermanDateField(forms.DateField):
    """A date as `22.11.2026`, `22.11.26` or from the browser's date field."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("Bitte geben Sie das Datum als Tag.Monat.Jahr ein, zum Beispiel 22.11.2026."),
        "year": _("Bitte prüfen Sie das Jahr: Möglich ist 1900 bis 2199."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", GERMAN_DATES)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Also forgives blanks, as in `22. 11. 2026`. Raises `ValidationError`, also for a year nobody means."""
        day = super().to_python(re.sub(r"\s+", "", value) if isinstance(value, str) else value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        return day


class GermanDecimalField(forms.DecimalField):
    """A number as `1.234,5` or `1234.5`, with or without `€`; a single dot before three digits groups."""

    default_error_messages = {"invalid": _("Bitte geben Sie eine Zahl ein, zum Beispiel 1.234,50.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """The number as `Decimal`; raises `ValidationError` where it is none."""
        return super().to_python(plain_number(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """A stored number with a decimal comma; what was typed stays as it was typed."""
        if isinstance(value, str) or value is None:
            return value
        return f"{value}".replace(".", ",")


def plain_number(text: str) -> str:
    """German writing as Python reads it: `1.234,5 €` → `1234.5`."""
    bare = re.sub(r"[\s€  ]", "", text)
    if "," in bare:
        return bare.replace(".", "").replace(",", ".")
    return bare.replace(".", "") if GROUPED.match(bare) else bare
