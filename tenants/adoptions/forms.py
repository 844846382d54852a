"""Forms of adoptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Topic
from kisi.ui.forms import GermanDateField
from kisi.ui.tables import Filtered, filter_rows
from shared.library.vocabulary import Kind
from tenants.adoptions.listing import AdoptionRow
from tenants.adoptions.queries import found_templates
from tenants.adoptions.vocabulary import Choice, Standing

ALL = ("", _("Alle"))


class OfferedFilterForm(forms.Form):
    """What to look for."""

    q = forms.CharField(
        label=_("Suche"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Art"), required=False, choices=[ALL, *Kind.choices])
    topic = forms.ChoiceField(label=_("Handlungsfeld"), required=False, choices=[ALL, *Topic.choices])
    standing = forms.ChoiceField(label=_("Bei Ihnen"), required=False, choices=[ALL, *Standing.choices])


def offered_filter(data: Any, rows: Sequence[AdoptionRow]) -> Filtered:
    """The rows that pass the filter bar of a request."""
    return filter_rows(OfferedFilterForm(data), rows, words_in=("kind_label", "topic_label"), found=found_templates)


class AdoptForm(forms.Form):
    """Which version somebody read before they adopted it."""

    version = forms.IntegerField(min_value=1, max_value=2_000_000_000)


class DecisionForm(forms.Form):
    """What to do about a newer version."""

    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    choice = forms.ChoiceField(label=_("Ihre Entscheidung"), choices=Choice.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Begründung"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nötig, wenn Sie bei der jetzigen Fassung bleiben."),
    )
    remind_on = GermanDateField(
        label=_("Erinnern am"), required=False, help_text=_("Nur nötig, wenn Sie später entscheiden.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remind_on"].initial = timezone.localdate() + timedelta(days=settings.KISI_ADOPTIONS_REMIND_DAYS)

    def clean(self) -> dict[str, Any]:
        """Keeping needs a reason, later needs a day to come."""
        cleaned = super().clean() or {}
        if cleaned.get("choice") == Choice.KEEP and not cleaned.get("reason"):
            self.add_error("reason", _("Bitte schreiben Sie kurz, warum Sie bei der jetzigen Fassung bleiben."))
        if cleaned.get("choice") == Choice.LATER and "remind_on" not in self.errors:
            self._check_day(cleaned.get("remind_on"))
        return cleaned

    def _check_day(self, day: Any) -> None:
        today = timezone.localdate()
        latest = today + timedelta(days=settings.KISI_ADOPTIONS_LATEST_REMINDER_DAYS)
        if day is None or not today < day <= latest:
            message = _("Bitte wählen Sie einen Tag in der Zukunft, spätestens den %(day)s.")
            self.add_error("remind_on", message % {"day": f"{latest:%d.%m.%Y}"})
