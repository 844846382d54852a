"""Deciding about a need."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.needs.models import Need
from tenants.needs.vocabulary import NO_PRIORITY, STEPS, NeedState, Priority


class DecisionForm(forms.Form):
    """The next state, for „entschieden“ with a priority, and why."""

    state = forms.ChoiceField(label=_("Neuer Stand"), widget=forms.RadioSelect)
    priority = forms.ChoiceField(
        label=_("Priorität"),
        required=False,
        help_text=_("Nötig für „entschieden“."),
    )
    reason = forms.CharField(
        label=_("Begründung"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Warum so? Wer den Bericht liest, soll es verstehen."),
    )

    def __init__(self, data: Any, *, need: Need) -> None:
        super().__init__(data, initial={"state": STEPS[need.state][0], "priority": need.priority})
        nothing = _("unverändert") if need.priority else NO_PRIORITY
        self.fields["priority"].choices = [("", nothing), *Priority.choices]  # type: ignore[attr-defined]
        self.fields["state"].choices = [(one.value, one.label) for one in STEPS[need.state]]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Decisions have a priority; everything but stating has a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        state = cleaned.get("state")
        if state == NeedState.DECIDED and not cleaned.get("priority"):
            self.add_error("priority", _("Bitte wählen Sie eine Priorität."))
        if state and state != NeedState.STATED and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Bitte begründen Sie die Entscheidung."))
        return cleaned
