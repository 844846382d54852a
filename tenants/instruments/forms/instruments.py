"""Forms about an instrument as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective
from kisi.ui.forms import FileUpload
from shared.instruments.xlsform import MAX_BYTES
from tenants.instruments.vocabulary import State


class FilterForm(forms.Form):
    """What to look for in the list."""

    q = forms.CharField(
        label=_("Suche"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    perspective = forms.ChoiceField(
        label=_("Perspektive"), required=False, choices=[("", _("Alle")), *Perspective.choices]
    )
    state = forms.ChoiceField(
        label=_("Stand"), required=False, choices=[("", _("Alle außer abgelegten")), *State.choices]
    )


class NewInstrumentForm(forms.Form):
    """A new instrument of the town's own."""

    title = forms.CharField(
        label=_("Titel"),
        max_length=200,
        help_text=_("So heißt der Fragebogen für alle, die ihn ausfüllen. Sie können den Titel später ändern."),
    )
    perspective = forms.ChoiceField(label=_("Wer wird gefragt?"), choices=Perspective.choices, widget=forms.RadioSelect)


class CopyForm(forms.Form):
    """The title of a copy."""

    title = forms.CharField(label=_("Titel der Kopie"), max_length=200)


class ImportForm(forms.Form):
    """A file with an instrument."""

    file = forms.FileField(
        label=_("Datei"),
        allow_empty_file=True,
        widget=FileUpload(
            rules=_("Excel-Datei im Format XLSForm (.xlsx) oder ein Export aus KISI (.json), höchstens 2 MB."),  # type: ignore[arg-type]
            accept=".xlsx,.json",
        ),
    )
    perspective = forms.ChoiceField(
        label=_("Wer wird gefragt?"),
        choices=[("", _("wie in der Datei angegeben")), *Perspective.choices],
        required=False,
        help_text=_("Nötig, wenn die Datei nicht aus KISI stammt."),
    )

    def clean_file(self) -> Any:
        """Refuses what is too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(_("Die Datei ist zu groß: höchstens 2 MB."))
        if not upload.name.lower().endswith((".xlsx", ".json")):
            raise forms.ValidationError(_("Diese Art von Datei kann KISI nicht lesen. Möglich sind .xlsx und .json."))
        return upload


class ReleaseForm(forms.Form):
    """What is new, for those who use the instrument later."""

    change_note = forms.CharField(
        label=_("Was ist neu?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ein, zwei Sätze. Sie stehen später im Verlauf."),
    )


class WholeForm(forms.Form):
    """Title, introduction and thanks in German."""

    title = forms.CharField(label=_("Titel"), max_length=300)
    introduction = forms.CharField(
        label=_("Einleitung"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    thanks = forms.CharField(
        label=_("Dank am Ende"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
