"""A need's own values, and the results it is stated from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective
from kisi.ui.forms.fields import GermanDateField
from tenants.needs.citing import Citation, Results, citations_of
from tenants.needs.models import LARGEST_REACH, Need
from tenants.needs.queries import people_to_choose

MOST_EVIDENCE = 40


class NeedForm(forms.ModelForm):
    """Everything but decisions. With ``offers`` results can be taken over; those already chosen are offered too."""

    perspectives = forms.MultipleChoiceField(
        label=_("Wer sieht den Bedarf?"),
        choices=Perspective.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reach = forms.IntegerField(
        label=_("Wie viele Menschen betrifft es ungefähr?"),
        required=False,
        min_value=1,
        max_value=LARGEST_REACH,
        help_text=_("Eine Schätzung genügt. Leer heißt: nicht bekannt."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "half"}),
    )
    review_on = GermanDateField(label=_("Überprüfen am"), required=False)
    evidence = forms.MultipleChoiceField(
        label=_("Ergebnisse als Beleg aufnehmen"),
        required=False,
        help_text=_("Die Zahlen werden so festgehalten, wie sie heute sind."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Dieses Ergebnis gibt es nicht mehr. Bitte wählen Sie aus der Liste.")},
    )
    is_draft = forms.BooleanField(
        label=_("Noch ein Entwurf"),
        required=False,
        help_text=_("Ein Entwurf zählt nirgends mit und wartet auf keine Entscheidung."),
    )

    class Meta:
        model = Need
        fields = (
            "title", "description", "topic", "perspectives", "reach", "groups", "urgency", "responsible", "review_on",
        )  # fmt: skip
        widgets = {"description": forms.Textarea(attrs={"rows": 5}), "urgency": forms.RadioSelect}
        error_messages = {"topic": {"required": _("Bitte wählen Sie ein Handlungsfeld.")}}

    def __init__(
        self, data: Any = None, *, instance: Need, offers: list[Citation], results: Results, **more: Any
    ) -> None:
        super().__init__(data, instance=instance, **more)
        self._results = results
        self.fields["responsible"].queryset = people_to_choose()  # type: ignore[attr-defined]
        self.fields["responsible"].empty_label = _("noch niemand")  # type: ignore[attr-defined]
        if instance.pk:
            del self.fields["is_draft"], self.fields["evidence"]
            return
        asked = data.getlist("evidence")[:MOST_EVIDENCE] if data is not None and hasattr(data, "getlist") else []
        self._citations = {one.reference: one for one in [*offers, *citations_of(results, asked)]}
        self.fields["evidence"].choices = [(key, one.label) for key, one in self._citations.items()]  # type: ignore[attr-defined]
        if not self._citations and not asked:
            del self.fields["evidence"]

    @property
    def chosen(self) -> list[Citation]:
        """The results to take over; only of a valid form."""
        return [self._citations[key] for key in self.cleaned_data.get("evidence", [])]

    @property
    def is_for_draft(self) -> bool:
        """Whether the need is to stay a draft; only of a valid form."""
        return bool(self.cleaned_data.get("is_draft"))
