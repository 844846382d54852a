"""Deciding about versions and templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shared.library.vocabulary import Offer

PUBLISH, SEND_BACK = "publish", "send_back"


class ReviewForm(forms.Form):
    """The reviewer's verdict."""

    verdict = forms.ChoiceField(
        label=_("Ihr Ergebnis"),
        choices=[(PUBLISH, _("veröffentlichen")), (SEND_BACK, _("mit Anmerkung zurückgeben"))],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Anmerkung"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Beim Zurückgeben nötig: Was fehlt noch?"),
    )

    def clean(self) -> dict[str, Any]:
        """Sending back needs a comment."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == SEND_BACK and not cleaned.get("comment"):
            self.add_error("comment", _("Bitte schreiben Sie, was noch fehlt."))
        return cleaned


class OfferForm(forms.Form):
    """How a template is offered."""

    offer = forms.ChoiceField(label=_("Angebot"), choices=Offer.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Warum nicht mehr?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nötig, wenn Sie die Vorlage nicht mehr empfehlen. Die Kommunen, die sie haben, lesen das."),
    )

    def clean(self) -> dict[str, Any]:
        """Withdrawing needs a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("offer") == Offer.WITHDRAWN and not cleaned.get("reason"):
            self.add_error("reason", _("Bitte schreiben Sie, warum die Vorlage nicht mehr empfohlen wird."))
        return cleaned
