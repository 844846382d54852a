"""Managing who works here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.accounts.models import User
from kisi.accounts.queries import possible_successors
from kisi.accounts.vocabulary import Access, possible_roles, role_choices
from kisi.core.names import check_name
from kisi.core.open_work import OpenWork


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(label=_("Name"), max_length=150, validators=[check_name])
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("An diese Adresse geht der Link, mit dem die Person ein Passwort wählt."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices()  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """Lower case; raises ``ValidationError`` where there is an account already."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("Unter dieser E-Mail-Adresse gibt es schon ein Konto."))
        return email


class PeopleFilterForm(forms.Form):
    """Whom to show."""

    q = forms.CharField(
        label=_("Name oder E-Mail-Adresse"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(label=_("Rolle"), required=False)
    access = forms.ChoiceField(label=_("Zugang"), required=False, choices=[("", _("Alle")), *Access.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Alle")), *((role.value, role.label) for role in possible_roles())]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """A colleague's name and role."""

    name = forms.CharField(label=_("Name"), max_length=150, validators=[check_name])
    role = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices()  # type: ignore[attr-defined]


class SuccessorForm(forms.Form):
    """Who takes over somebody's open work; asked only where there is some."""

    successor = forms.ModelChoiceField(
        label=_("Offene Arbeit übergeben an"), queryset=User.objects.none(), empty_label=_("Bitte auswählen")
    )

    def __init__(self, *args: Any, leaving: User, work: Sequence[tuple[OpenWork, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if work:
            self.fields["successor"].queryset = possible_successors(leaving, work)  # type: ignore[attr-defined]
        else:
            del self.fields["successor"]
