"""The head of a version: what every kind of template has."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Topic
from shared.library.models import Template
from shared.library.vocabulary import KEY_PATTERN, LONGEST_KEY, is_key

_TOPICS = [("", _("übergreifend")), *Topic.choices]


class HeadForm(forms.Form):
    """Title, summary, topic, and what is new."""

    title = forms.CharField(label=_("Titel"), max_length=200)
    summary = forms.CharField(
        label=_("Kurz gesagt"),
        max_length=300,
        required=False,
        help_text=_("Ein Satz für die Liste: Wozu ist die Vorlage gut?"),
    )
    topic = forms.ChoiceField(label=_("Handlungsfeld"), choices=_TOPICS, required=False)
    change_note = forms.CharField(
        label=_("Was ist neu?"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Die Kommunen lesen das, bevor sie entscheiden. Nötig, sobald Sie die Fassung zur Prüfung geben."),
    )


class NewHeadForm(HeadForm):
    """The same for a new template, with its key."""

    key = forms.RegexField(
        label=_("Schlüssel"),
        regex=KEY_PATTERN,
        max_length=LONGEST_KEY,
        help_text=_("Name für Adressen und Dateien, zum Beispiel sprachcafe-aufbauen. Er ändert sich nie."),
        error_messages={"invalid": _("Bitte nur Kleinbuchstaben, Ziffern und einzelne Bindestriche dazwischen.")},
    )
    field_order = ["title", "key", "summary", "topic", "change_note"]

    def clean_key(self) -> str:
        """Raises ``ValidationError`` where the key is taken."""
        key: str = self.cleaned_data["key"]
        if not is_key(key) or Template.objects.filter(key=key).exists():
            raise forms.ValidationError(_("Diesen Schlüssel gibt es schon. Bitte wählen Sie einen anderen."))
        return key
