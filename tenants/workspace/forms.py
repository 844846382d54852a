"""What a municipality says about itself."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kisi.ui.forms import MultipleTiles
from kisi.ui.registry import Feature, declared
from tenants.workspace.models import WorkspaceSettings
from tenants.workspace.queries import checklist_templates

POSTAL_CODE: Final = RegexValidator(r"^\d{5}$", _("Eine Postleitzahl hat fünf Ziffern, zum Beispiel 64625."))


class WorkspaceForm(forms.ModelForm):
    """Name, address, time zone, and what a new guide starts with."""

    postal_code = forms.CharField(
        label=_("Postleitzahl"),
        required=False,
        max_length=5,
        validators=[POSTAL_CODE],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "half"}),
    )
    time_zone = forms.ChoiceField(label=_("Zeitzone"))
    newcomer_checklist = forms.ChoiceField(
        label=_("Checkliste für neue Integrationsguides"),
        required=False,
        help_text=_("Wer als Integrationsguide anfängt, findet diese Liste auf dem Arbeitsplatz."),
    )

    class Meta:
        model = WorkspaceSettings
        fields = (
            "official_name",
            "street",
            "postal_code",
            "place",
            "time_zone",
            "newcomer_checklist",
            "newcomer_days",
        )
        widgets = {"place": forms.TextInput(attrs={"data-width": "half"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in available_timezones() if zone.startswith("Europe/"))
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]  # type: ignore[attr-defined]
        lists = [("", _("keine")), *checklist_templates()]
        chosen = self.instance.newcomer_checklist
        if chosen not in dict(lists):
            lists.append((chosen, _now("%(key)s (noch nicht übernommen)") % {"key": chosen}))
        self.fields["newcomer_checklist"].choices = lists  # type: ignore[attr-defined]


class FeaturesForm(forms.Form):
    """Which optional areas are shown."""

    shown = forms.MultipleChoiceField(
        label=_("Diese Bereiche zeigen"),
        required=False,
        widget=MultipleTiles(as_list=True),
        help_text=_("Ausgeblendet heißt nicht gelöscht: Was erfasst ist, bleibt erhalten."),
    )

    def __init__(self, *args: Any, hidden: frozenset[str], **kwargs: Any) -> None:
        features = declared(Feature)
        initial = {"shown": [feature.key for feature in features if feature.key not in hidden]}
        super().__init__(*args, **{**kwargs, "initial": initial})
        choices = [(feature.key, f"{feature.label} – {feature.text}") for feature in features]
        self.fields["shown"].choices = choices  # type: ignore[attr-defined]

    def hidden(self) -> list[str]:
        """The keys of the areas that are left out."""
        shown = self.cleaned_data["shown"]
        return [feature.key for feature in declared(Feature) if feature.key not in shown]
