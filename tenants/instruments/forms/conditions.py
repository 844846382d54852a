"""The skip logic builder: choose a question, then its answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kisi.ui.forms import GermanDecimalField
from shared.instruments.conditions import number_text
from shared.instruments.definition import Question, text_of
from shared.instruments.wording import short_text, value_label


class QuestionChoiceForm(forms.Form):
    """Which earlier question it depends on."""

    frage = forms.ChoiceField(label=_("Hängt ab von der Frage"))

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, short_text(text_of(one.text, "de").text)) for one in questions]
        self.fields["frage"].choices = [("", _("Bitte auswählen")), *choices]  # type: ignore[attr-defined]


class JointForm(forms.Form):
    """Whether all conditions have to hold, or one is enough."""

    joint = forms.ChoiceField(
        label=_("Zeigen, wenn"),
        choices=[("all", _("alle Bedingungen zutreffen")), ("any", _("mindestens eine zutrifft"))],
        widget=forms.RadioSelect,
    )


class ConditionForm(forms.Form):
    """What is asked of the chosen question's answer."""

    how = forms.ChoiceField(label=_("Zeigen, wenn die Antwort"), widget=forms.RadioSelect)
    values = forms.MultipleChoiceField(label=_("Antworten"), required=False, widget=forms.CheckboxSelectMultiple)
    number = GermanDecimalField(label=_("Zahl"), required=False, max_digits=12)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        choices = [
            ("any_of", _("eine von diesen ist")),
            ("none_of", _("keine von diesen ist")),
            ("answered", _("irgendeine ist")),
        ]
        if question.type in {"text", "date"}:
            choices = choices[2:]
            self.initial.setdefault("how", "answered")
        self.initial.setdefault("how", "any_of")
        self.fields["how"].choices = choices  # type: ignore[attr-defined]
        labels = [(value, value_label(question, value)) for value in question.values]
        self.fields["values"].choices = labels  # type: ignore[attr-defined]
        if not labels:
            del self.fields["values"]
        if question.type != "number":
            del self.fields["number"]

    def clean(self) -> dict[str, Any]:
        """Values are needed unless any answer will do."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("how") in {"any_of", "none_of"} and not self._values(cleaned):
            field = "number" if "number" in self.fields else "values"
            if field not in self.errors:
                self.add_error(field, _now("Bitte wählen Sie mindestens eine Antwort."))
        return cleaned

    def _values(self, cleaned: dict[str, Any]) -> list[str]:
        if "number" in self.fields:
            number = cleaned.get("number")
            return [] if number is None else [number_text(float(number))]
        return list(cleaned.get("values") or [])

    def condition(self) -> dict[str, Any]:
        """The condition as it stands in the definition."""
        how = self.cleaned_data["how"]
        return {"question": self.question.code, how: True if how == "answered" else self._values(self.cleaned_data)}
