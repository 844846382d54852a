"""Forms of results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective
from kisi.ui.forms import GermanDateField
from kisi.ui.forms.fields import plain_number
from shared.instruments.definition import Question
from tenants.results.labels import cell_label, question_text
from tenants.results.models import (
    MOST_PEOPLE,
    REFERENCE_CELLS,
    AnswerCode,
    ReferencePopulation,
    ResultsSettings,
    cell_key,
)
from tenants.results.queries import answered_waves, code_book, newest_of
from tenants.results.vocabulary import Crossing
from tenants.surveys.checking import definition_of
from tenants.surveys.models import Wave


class ChooseWaves(forms.Form):
    """One wave a perspective; where none is chosen the newest counts."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self._answered = {wave.pk: wave for wave in answered_waves()}
        for perspective, label in Perspective.choices:
            waves = [wave for wave in self._answered.values() if wave.perspective == perspective]
            if waves:
                self.fields[perspective] = forms.TypedChoiceField(
                    label=label,
                    required=False,
                    coerce=int,
                    empty_value=None,
                    choices=[("", _("neueste Welle")), *((wave.pk, wave.title) for wave in waves)],
                )

    def waves(self) -> list[Wave]:
        """The waves to compare, in the order of the perspectives. What cannot be read counts as not chosen."""
        self.is_valid()
        newest = newest_of(self._answered.values())
        chosen = {name: self._answered[pk] for name, pk in self.cleaned_data.items() if pk}
        return [chosen.get(perspective, wave) for perspective, wave in newest.items()]


class CrossingForm(forms.Form):
    """Which question is crossed with what."""

    frage = forms.ChoiceField(label=_("Frage"))
    nach = forms.ChoiceField(label=_("aufgeteilt nach"), choices=Crossing.choices)

    def __init__(self, wave: Wave, data: Any) -> None:
        super().__init__(data)
        asked = [one for one in definition_of(wave.version).asked if one.type in {"single", "multi", "scale"}]
        self.fields["frage"].choices = [  # type: ignore[attr-defined]
            (one.code, question_text(one)) for one in asked if not one.demographic
        ]


class ResultsSettingsForm(forms.ModelForm):
    """All rules, within the limits the model gives."""

    class Meta:
        model = ResultsSettings
        exclude = ("id",)  # noqa: DJ006 (every rule is on the page)


class PeopleField(forms.IntegerField):
    """A number of people as ``1234`` or ``1.234``; empty means it is not known."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "data-width": "half", "autocomplete": "off"})
        super().__init__(label=label, required=False, min_value=0, max_value=MOST_PEOPLE, widget=widget, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Raises ``ValidationError`` where it is no whole number."""
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


class ReferenceForm(forms.ModelForm):
    """A perspective's official figures: one field for each sex and age bracket."""

    class Meta:
        model = ReferencePopulation
        fields = ("source", "as_of", "total")
        field_classes = {"as_of": GermanDateField}

    def __init__(self, data: Any = None, *, instance: ReferencePopulation) -> None:
        super().__init__(data, instance=instance)
        for sex, age in REFERENCE_CELLS:
            key = cell_key(sex, age)
            self.fields[key] = PeopleField(cell_label(sex, age), initial=instance.people.get(key))
        total = self.fields["total"]
        self.fields["total"] = PeopleField(total.label, help_text=total.help_text)
        self.order_fields([cell_key(*cell) for cell in REFERENCE_CELLS])

    def clean(self) -> dict[str, Any]:
        """The cells that were filled in are the figures; what the model says against them stands at the fields."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = {cell_key(*cell): cleaned.get(cell_key(*cell)) for cell in REFERENCE_CELLS}
        self.instance.people = {key: number for key, number in given.items() if number is not None}
        return cleaned


class AnswerCodeForm(forms.ModelForm):
    """One entry of the code book."""

    class Meta:
        model = AnswerCode
        fields = ("label", "topic", "description")


class CodingForm(forms.Form):
    """Which codes fit one answer; none is an answer too."""

    codes = forms.ModelMultipleChoiceField(
        label=_("Welche Codes passen?"),
        queryset=AnswerCode.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["codes"].queryset = code_book()  # type: ignore[attr-defined]


class TimelineForm(forms.Form):
    """Which perspective, and which question besides the needs."""

    perspektive = forms.ChoiceField(label=_("Perspektive"), choices=Perspective.choices, required=False)
    frage = forms.ChoiceField(label=_("Frage dazu"), required=False)

    def offer(self, questions: Sequence[Question]) -> None:
        """Take the comparable questions as choices."""
        choices = [("", _("keine")), *((one.code, question_text(one)) for one in questions)]
        self.fields["frage"].choices = choices  # type: ignore[attr-defined]
