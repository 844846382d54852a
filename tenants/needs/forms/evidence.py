"""What speaks for a need: results to take over, and what somebody writes down."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.ui.forms.fields import GermanDateField
from tenants.needs.citing import Citation
from tenants.needs.models import Evidence
from tenants.needs.vocabulary import WRITTEN, EvidenceKind


class CiteForm(forms.Form):
    """Choose among the results that are offered."""

    evidence = forms.MultipleChoiceField(
        label=_("Ergebnisse"),
        help_text=_("Die Zahlen werden so festgehalten, wie sie heute sind."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Bitte wählen Sie mindestens ein Ergebnis."),
            "invalid_choice": _("Dieses Ergebnis gibt es nicht mehr. Bitte wählen Sie aus der Liste."),
        },
    )

    def __init__(self, data: Any, *, offers: list[Citation]) -> None:
        super().__init__(data)
        self._citations = {one.reference: one for one in offers}
        self.fields["evidence"].choices = [(key, one.label) for key, one in self._citations.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Citation]:
        """The results to take over; only of a valid form."""
        return [self._citations[key] for key in self.cleaned_data["evidence"]]


class ObservationForm(forms.ModelForm):
    """An observation, what people brought to the contact point, a document or a link."""

    kind = forms.ChoiceField(
        label=_("Art"),
        choices=[(one.value, one.label) for one in WRITTEN],
        initial=EvidenceKind.OBSERVATION,
        widget=forms.RadioSelect,
    )
    observed_on = GermanDateField(label=_("Datum"), required=False)
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Zu einem Dokument im Ratsinformationssystem, einem Bericht oder einer Seite."),
        error_messages={"invalid": _("Bitte geben Sie eine ganze Adresse ein, zum Beispiel https://www.example.org/.")},
    )

    class Meta:
        model = Evidence
        fields = ("kind", "text", "source", "observed_on", "link")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"text": _("In ein bis drei Sätzen, ohne Namen von Personen.")}

    def clean_link(self) -> str:
        """Only addresses a browser opens safely."""
        link: str = self.cleaned_data["link"]
        if link and not link.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(_("Der Link muss mit https:// oder http:// beginnen."))
        return link

    def clean_observed_on(self) -> Any:
        """Nobody observes the future."""
        day = self.cleaned_data["observed_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Das Datum liegt in der Zukunft."))
        return day
