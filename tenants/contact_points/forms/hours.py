"""Weekly hours as one form of many lines, and an exception."""

from __future__ import annotations

from itertools import combinations
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kisi.ui.forms import DateInput, GermanDateField
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours
from tenants.contact_points.vocabulary import ExceptionKind, Weekday

HALF: Final = {"data-width": "half"}
MOST_LINES: Final = 40
LONGEST_EXCEPTION: Final = 370
"""Days: a little more than a year, for a contact point that closes for a time."""
_TIME_ERROR: Final = {"invalid": _("Bitte geben Sie die Uhrzeit als Stunden:Minuten ein, zum Beispiel 14:00.")}


def _clock(label: Any, **more: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", **HALF}, format="%H:%M")
    formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
    return forms.TimeField(label=label, widget=widget, input_formats=formats, error_messages=_TIME_ERROR, **more)


def refuse_wrong_order(form: forms.ModelForm, first: str, last: str, message: Any, *, may_be_equal: bool) -> None:
    """Put a message on the later field where the two stand the wrong way round."""
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if start is not None and end is not None and (end < start or (end == start and not may_be_equal)):
        form.add_error(last, message)


class OfficeHoursForm(forms.ModelForm):
    """One line of the week."""

    weekday = forms.TypedChoiceField(
        label=_("Wochentag"),
        coerce=int,
        choices=[("", _("Bitte wählen")), *Weekday.choices],
        widget=forms.Select(attrs=HALF),
    )
    opens_at = _clock(_("von"))
    closes_at = _clock(_("bis"))
    valid_from = GermanDateField(label=_("gilt ab"), required=False, widget=DateInput(HALF))
    valid_until = GermanDateField(label=_("gilt bis"), required=False, widget=DateInput(HALF))

    class Meta:
        model = OfficeHours
        fields = ("weekday", "note", "opens_at", "closes_at", "valid_from", "valid_until")
        widgets = {"note": forms.TextInput(attrs=HALF)}

    def clean(self) -> dict[str, Any]:
        """Times and days in order."""
        refuse_wrong_order(self, "opens_at", "closes_at", _("„Bis“ muss nach „von“ liegen."), may_be_equal=False)
        refuse_wrong_order(
            self, "valid_from", "valid_until", _("„Gilt bis“ darf nicht vor „gilt ab“ liegen."), may_be_equal=True
        )
        return self.cleaned_data


class BaseOfficeHoursFormSet(forms.BaseModelFormSet):
    """All lines of one contact point."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the box that takes a line out."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Diese Sprechzeit löschen")

    def clean(self) -> None:
        """No two lines may say that the same hour of the same day is open twice. Raises ``ValidationError``."""
        lines = [form.instance for form in _kept(self) if form.is_valid()]
        for one, other in combinations(lines, 2):
            if _overlap(one, other):
                raise ValidationError(
                    _("Zwei Sprechzeiten überschneiden sich: %(one)s und %(other)s."),
                    params={"one": one, "other": other},
                )


def office_hours_in(lines: forms.BaseModelFormSet[OfficeHours, Any]) -> list[OfficeHours]:
    """What the weekly hours are to be: the lines that are filled in and stay."""
    return [form.instance for form in _kept(lines)]


def _kept(lines: forms.BaseModelFormSet[OfficeHours, Any]) -> list[Any]:
    filled = [form for form in lines.forms if form.has_changed() or form.instance.pk]
    return [form for form in filled if not getattr(form, "cleaned_data", {}).get("DELETE")]


def _overlap(one: OfficeHours, other: OfficeHours) -> bool:
    if one.weekday != other.weekday or one.closes_at <= other.opens_at or other.closes_at <= one.opens_at:
        return False
    one_is_over = one.valid_until and other.valid_from and one.valid_until < other.valid_from
    other_is_over = other.valid_until and one.valid_from and other.valid_until < one.valid_from
    return not (one_is_over or other_is_over)


OfficeHoursFormSet = forms.modelformset_factory(
    OfficeHours,
    form=OfficeHoursForm,
    formset=BaseOfficeHoursFormSet,
    extra=2,
    can_delete=True,
    can_delete_extra=False,
    max_num=MOST_LINES,
    validate_max=True,
    absolute_max=MOST_LINES + 10,
)


class ExceptionForm(forms.ModelForm):
    """Closed, other times or additional ones on some days in a row."""

    first_day = GermanDateField(label=_("erster Tag"))
    last_day = GermanDateField(
        label=_("letzter Tag"), required=False, help_text=_("Leer lassen, wenn es nur um einen Tag geht.")
    )
    opens_at = _clock(_("von"), required=False)
    closes_at = _clock(_("bis"), required=False)

    class Meta:
        model = HoursException
        fields = ("kind", "first_day", "last_day", "opens_at", "closes_at", "reason")
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, contact_point: ContactPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.contact_point = contact_point
        self.fields["kind"].choices = ExceptionKind.choices  # type: ignore[attr-defined]
        self.fields["kind"].initial = ExceptionKind.CLOSED

    def clean(self) -> dict[str, Any]:
        """Days in order and not too many; times exactly where they are needed."""
        values = self.cleaned_data
        values["last_day"] = values.get("last_day") or values.get("first_day")
        refuse_wrong_order(
            self, "first_day", "last_day", _("Der letzte Tag darf nicht vor dem ersten liegen."), may_be_equal=True
        )
        self._refuse_too_many_days()
        if values.get("kind") == ExceptionKind.CLOSED:
            values["opens_at"] = values["closes_at"] = None
        elif values.get("kind"):
            self._need_times()
        return values

    def _refuse_too_many_days(self) -> None:
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and (last - first).days >= LONGEST_EXCEPTION:
            self.add_error("last_day", _("Das ist mehr als ein Jahr. Ändern Sie stattdessen die Sprechzeiten."))

    def _need_times(self) -> None:
        for name in ("opens_at", "closes_at"):
            if name not in self.errors and self.cleaned_data.get(name) is None:
                self.add_error(name, _("Bitte geben Sie die Uhrzeit an."))
        refuse_wrong_order(self, "opens_at", "closes_at", _("„Bis“ muss nach „von“ liegen."), may_be_equal=False)
