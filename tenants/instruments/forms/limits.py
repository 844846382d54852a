"""Limits of numbers, dates and texts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kisi.ui.forms import GermanDateField, GermanDecimalField
from tenants.instruments.forms.question_base import Part, QuestionBase, german_in


def build_number(form: QuestionBase) -> None:
    """Limits, decimals and unit."""
    limits = form.part.get("number", {})
    for name, label in (("min", _("Mindestens")), ("max", _("Höchstens"))):
        form.fields[name] = GermanDecimalField(
            label=label,
            required=False,
            max_digits=12,
            decimal_places=4,
            initial=limits.get(name),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "data-width": "half"}),
        )
    form.fields["decimals"] = forms.IntegerField(
        label=_("Stellen nach dem Komma"),
        min_value=0,
        max_value=4,
        required=False,
        initial=limits.get("decimals", 0),
        widget=forms.NumberInput(attrs={"data-width": "half"}),
    )
    form.fields["unit"] = forms.CharField(
        label=_("Einheit"),
        max_length=300,
        required=False,
        initial=limits.get("unit", {}).get("de", ""),
        widget=forms.TextInput(attrs={"data-width": "half"}),
    )


def write_number(form: QuestionBase, new: Part, cleaned: Part) -> Part:
    """The question with its limits."""
    before = form.part.get("number", {})
    limits: Part = {}
    for name in ("min", "max"):
        value = cleaned.get(name)
        if value is not None:
            limits[name] = int(value) if value == int(value) else float(value)
    if cleaned.get("decimals"):
        limits["decimals"] = cleaned["decimals"]
    if cleaned.get("unit"):
        limits["unit"] = german_in(before.get("unit"), cleaned["unit"])
    new.pop("number", None)
    return new | ({"number": limits} if limits else {})


def build_date(form: QuestionBase) -> None:
    """First and last day."""
    for name, label in (("min", _("Frühestens")), ("max", _("Spätestens"))):
        form.fields[name] = GermanDateField(
            label=label, required=False, initial=form.part.get("date", {}).get(name, "")
        )
        form.fields[name].widget.attrs["data-width"] = "half"


def write_date(_form: QuestionBase, new: Part, cleaned: Part) -> Part:
    """The question with its first and last day."""
    limits = {name: cleaned[name].isoformat() for name in ("min", "max") if cleaned.get(name)}
    new.pop("date", None)
    return new | ({"date": limits} if limits else {})


def clean_range(form: QuestionBase, cleaned: Part) -> None:
    """The smallest is not greater than the largest."""
    low, high = cleaned.get("min"), cleaned.get("max")
    if low is not None and high is not None and low > high:
        form.add_error("max", _now("Das liegt vor dem kleinsten Wert."))


def build_text(form: QuestionBase) -> None:
    """Length and size of the field."""
    form.fields["text_length"] = forms.IntegerField(
        label=_("Höchstens so viele Zeichen"), min_value=1, max_value=5000, initial=form.part.get("text_length", 1000)
    )
    form.fields["long"] = forms.BooleanField(
        label=_("großes Feld für mehrere Sätze"), required=False, initial=form.part.get("long", False)
    )


def write_text(_form: QuestionBase, new: Part, cleaned: Part) -> Part:
    """The question with its length."""
    new.pop("long", None)
    new["text_length"] = cleaned["text_length"]
    return new | ({"long": True} if cleaned["long"] else {})
