"""Choosing a mailbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.tenancy.directory import all_municipalities


class MailboxForm(forms.Form):
    """Whose e-mails to show."""

    kommune = forms.ChoiceField(label=_("Postfach"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = sorted(((ref.slug, ref.name) for ref in all_municipalities()), key=lambda pair: pair[1])
        self.fields["kommune"].choices = [("", _("Zentrale")), *towns]  # type: ignore[attr-defined]
