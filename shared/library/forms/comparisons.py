"""Which two versions to compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ComparisonForm(forms.Form):
    """Two of a template's versions, given by their numbers, the latest first."""

    von = forms.TypedChoiceField(label=gettext_lazy("Von Fassung"), coerce=int)
    bis = forms.TypedChoiceField(label=gettext_lazy("bis Fassung"), coerce=int)

    def __init__(self, *args: Any, versions: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = list(versions)
        choices = [(number, _("Fassung {number}").format(number=number)) for number in versions]
        for name, number in zip(("bis", "von"), self.versions, strict=False):
            self.fields[name].initial = number
        for name in ("von", "bis"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def numbers(self) -> tuple[int, int]:
        """The asked versions, the two newest ones where none were asked for."""
        if self.is_bound:
            return self.cleaned_data["von"], self.cleaned_data["bis"]
        return self.versions[1], self.versions[0]
