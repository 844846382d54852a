"""Forms of languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.ui.languages import PARTICIPANT_LANGUAGES


class AddLanguageForm(forms.Form):
    """A further language."""

    language = forms.ChoiceField(label=_("Sprache"))

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [(one.code, one.german) for one in PARTICIPANT_LANGUAGES if one.code not in taken]
        self.fields["language"].choices = free  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """How far a translation may be trusted."""

    review = forms.ChoiceField(
        label=_("Stand der Übersetzung"),
        choices=[
            ("machine", _("maschinell übersetzt")),
            ("draft", _("Entwurf, von Menschen geschrieben")),
            ("reviewed", _("geprüft von jemandem, der die Sprache spricht")),
        ],
    )
    reviewed_by = forms.CharField(
        label=_("Geprüft von"),
        max_length=200,
        required=False,
        help_text=_("Eine Stelle oder Funktion genügt, zum Beispiel „Sprachmittlungspool“."),
    )
