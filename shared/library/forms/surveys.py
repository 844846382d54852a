"""Surveys come from files; what else is said of them stands in the same form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective
from shared.library.forms.heads import HeadForm, NewHeadForm
from shared.library.forms.uploads import LibraryFileField
from shared.library.problems import UnreadableFile
from shared.library.surveys import survey_in

ACCEPTED = ".xlsx, .json"


class SurveyFile(forms.Form):
    """The questionnaire's file. ``cleaned_data["content"]`` is what it holds, None without a file."""

    file = LibraryFileField(
        label=_("Fragebogen"), accept=ACCEPTED, help_text=_("Als XLSForm (.xlsx) oder als Definition in JSON.")
    )

    def clean(self) -> dict[str, Any]:
        """Read the file; what is wrong with it is said at the field."""
        cleaned = super().clean() or {}
        cleaned["content"] = None
        if file := cleaned.pop("file", None):
            try:
                wanted = cleaned.get("perspective", "")
                cleaned["content"] = survey_in(file.name, file.read(), perspective=wanted)
            except UnreadableFile as problem:
                self.add_error("file", str(problem))
        return cleaned


class NewSurveyForm(SurveyFile, NewHeadForm):
    """A new survey."""

    perspective = forms.ChoiceField(
        label=_("Perspektive"),
        choices=Perspective.choices,
        help_text=_("Wer gefragt wird, wenn die Datei es nicht selbst sagt."),
    )
    field_order = ["title", "key", "summary", "topic", "change_note", "perspective", "file"]


class SurveyHeadForm(SurveyFile, HeadForm):
    """A draft of a survey; without a file its questions stay."""

    field_order = ["title", "summary", "topic", "change_note", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False
