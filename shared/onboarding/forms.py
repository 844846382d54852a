"""What is asked before a municipality comes on board or leaves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shared.municipalities.queries import Place
from shared.municipalities.register.slugs import slug_for
from shared.onboarding.actions.offboarding import MAXIMUM_GRACE_DAYS
from shared.onboarding.planning import EMAIL_LENGTH, NAME_LENGTH, Coordinator
from shared.onboarding.problems import FieldProblem
from shared.onboarding.queries import Offer
from shared.onboarding.vocabulary import JobStatus

FIELD_OF = {"coordinator/email": "coordinator_email", "coordinator/name": "coordinator_name", "slug": "slug"}


class RegisterSearchForm(forms.Form):
    """Which municipality."""

    q = forms.CharField(
        label=gettext_lazy("Name oder Amtlicher Gemeindeschlüssel"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class OnboardForm(forms.Form):
    """Everything an onboarding needs beside the municipality itself. ``planning`` looks at the values."""

    coordinator_name = forms.CharField(label=gettext_lazy("Name der Koordination"), max_length=NAME_LENGTH)
    coordinator_email = forms.EmailField(
        label=gettext_lazy("E-Mail-Adresse der Koordination"),
        max_length=EMAIL_LENGTH,
        help_text=gettext_lazy("An diese Adresse geht die Einladung, sobald der Arbeitsbereich steht."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    slug = forms.CharField(
        label=gettext_lazy("Kurzname in der Adresse"),
        max_length=40,
        help_text=gettext_lazy("Kleinbuchstaben, Ziffern und Bindestriche. Der Kurzname ist später schwer zu ändern."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    templates = forms.MultipleChoiceField(
        label=gettext_lazy("Vorlagen, mit denen die Kommune beginnt"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Weitere kann die Kommune später selbst übernehmen."),
    )

    def __init__(self, *args: Any, place: Place, offers: list[Offer], **kwargs: Any) -> None:
        chosen = [offer.key for offer in offers if offer.by_default]
        kwargs.setdefault("initial", {"slug": slug_for(place.name), "templates": chosen})
        super().__init__(*args, **kwargs)
        self.fields["templates"].choices = [  # type: ignore[attr-defined]
            (offer.key, f"{offer.title} ({_('Fassung')} {offer.version})") for offer in offers
        ]

    def wanted(self, ags: str) -> dict[str, Any]:
        """The arguments of ``plan_onboarding`` and ``request_onboarding``; empty where a field is wrong."""
        values = self.cleaned_data
        email, name = values.get("coordinator_email", ""), values.get("coordinator_name", "")
        return {
            "ags": ags,
            "coordinator": Coordinator(email=email, name=name),
            "slug": values.get("slug", ""),
            "templates": values.get("templates", []),
        }

    def refuse(self, problems: list[FieldProblem]) -> None:
        """Put what the plan found wrong beside the fields it is about; of a field that said so itself it is known."""
        known = set(self.errors)
        for problem in problems:
            pointer = problem.pointer.strip("/")
            field = "templates" if pointer.startswith("templates") else FIELD_OF.get(pointer)
            if field not in known:
                self.add_error(field, problem.detail)


class OffboardForm(forms.Form):
    """The last question before a municipality leaves."""

    confirmation = forms.CharField(label=gettext_lazy("Name der Kommune"), max_length=200)
    grace_days = forms.IntegerField(
        label=gettext_lazy("Schonfrist in Tagen"),
        min_value=0,
        max_value=MAXIMUM_GRACE_DAYS,
        help_text=gettext_lazy("So lange lässt sie sich zurücknehmen. Danach werden die Daten gelöscht."),
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"grace_days": settings.KISI_OFFBOARDING_GRACE_DAYS})
        super().__init__(*args, **kwargs)
        self.name = name
        field = self.fields["confirmation"]
        field.help_text = _("Bitte schreiben Sie zur Bestätigung „{name}“.").format(name=name)
        field.widget.attrs["autocomplete"] = "off"

    def clean_confirmation(self) -> str:
        """The name exactly; raises ``ValidationError`` otherwise."""
        typed: str = self.cleaned_data["confirmation"]
        if typed != self.name:
            raise forms.ValidationError(
                _("Das ist nicht der Name der Kommune. Bitte schreiben Sie genau „{name}“.").format(name=self.name)
            )
        return typed


class JobFilterForm(forms.Form):
    """Which jobs to show."""

    q = forms.CharField(
        label=gettext_lazy("Kommune oder AGS"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Art"),
        required=False,
        choices=[
            ("", gettext_lazy("Alle")),
            ("onboarding", gettext_lazy("Aufnahme")),
            ("offboarding", gettext_lazy("Verabschiedung")),
        ],
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("Alle")), *JobStatus.choices]
    )
