"""Choosing the need that stands for another one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.needs.models import Need


class MergeForm(forms.Form):
    """Which need of the same topic stays."""

    into = forms.ModelChoiceField(
        label=_("Welcher Bedarf bleibt?"),
        queryset=Need.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie einen Bedarf."),
            "invalid_choice": _("Bitte wählen Sie einen Bedarf aus der Liste."),
        },
    )

    def __init__(self, data: Any, *, need: Need) -> None:
        super().__init__(data)
        others = Need.objects.present().filter(topic=need.topic).exclude(pk=need.pk)
        self.fields["into"].queryset = others.order_by("title", "pk")  # type: ignore[attr-defined]
