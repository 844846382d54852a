"""Which figure a question of the town's own belongs to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Topic
from shared.instruments.definition import Question
from shared.instruments.wording import value_label

ASPECTS = [("need", _("Bedarf")), ("barrier", _("Hürde")), ("urgency", _("Dringlichkeit"))]


class MeasuresForm(forms.Form):
    """Topic, aspect, and which answers mean „sees a need“."""

    topic = forms.ChoiceField(
        label=_("Handlungsfeld"), required=False, choices=[("", _("keinem zugeordnet")), *Topic.choices]
    )
    aspect = forms.ChoiceField(label=_("Worum geht es?"), required=False, choices=[("", "–"), *ASPECTS])
    positive = forms.MultipleChoiceField(
        label=_("Diese Antworten heißen: sieht einen Bedarf"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question.values:
            choices = [(value, value_label(question, value)) for value in question.values]
            self.fields["positive"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["positive"]

    def clean(self) -> dict[str, Any]:
        """Topic and aspect belong together; a need says which answers count."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        topic, aspect = cleaned.get("topic"), cleaned.get("aspect")
        if topic and not aspect:
            self.add_error("aspect", _now("Bitte wählen Sie, worum es geht."))
        if aspect and not topic:
            self.add_error("topic", _now("Bitte wählen Sie ein Handlungsfeld."))
        if aspect == "need" and "positive" in self.fields and not cleaned.get("positive"):
            self.add_error("positive", _now("Bitte wählen Sie mindestens eine Antwort."))
        return cleaned

    def measures(self) -> dict[str, Any] | None:
        """The part of the definition; None when the question measures nothing."""
        cleaned = self.cleaned_data
        if not cleaned["topic"]:
            return None
        part = {"topic": cleaned["topic"], "aspect": cleaned["aspect"]}
        return part | ({"positive": cleaned["positive"]} if cleaned.get("positive") else {})
