"""Planning a wave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.ui.forms import GermanDateField
from kisi.ui.forms.widgets import DateInput
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.actions.waves import Plan
from tenants.surveys.forms.targets import (
    AIMS,
    TARGET,
    TOTAL,
    more_than_total,
    target_field,
    target_values,
    targets_from,
)
from tenants.surveys.groups import GROUPS, asked_groups
from tenants.surveys.models import Wave
from tenants.surveys.vocabulary import Channel, WaveState


class VersionField(forms.ModelChoiceField):
    """Released versions, newest first, by title and number."""

    def label_from_instance(self, version: Any) -> str:
        """The questionnaire with its perspective and number."""
        return f"{version.instrument.title} · {version.instrument.get_perspective_display()} · Fassung {version.number}"


class WaveForm(forms.Form):
    """Everything that is decided about a wave; targets are optional numbers, folded up until there is one."""

    template_name = "surveys/wave_fields.html"

    title = forms.CharField(
        label=_("Titel"), max_length=200, help_text=_("So finden Sie die Welle wieder, zum Beispiel „Herbst 2026“.")
    )
    version = VersionField(
        label=_("Fragebogen"),
        queryset=InstrumentVersion.objects.none(),
        empty_label=_("Bitte auswählen"),
        help_text=_("Zur Wahl stehen freigegebene Fassungen. Sie bestimmen auch, wer gefragt wird."),
    )
    opens_on = GermanDateField(label=_("Beginnt am"), widget=DateInput(attrs={"data-width": "half"}))
    closes_on = GermanDateField(
        label=_("Endet am"), help_text=_("Letzter Tag, einschließlich"), widget=DateInput(attrs={"data-width": "half"})
    )
    channels = forms.MultipleChoiceField(
        label=_("Wege"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Channel.LINK, Channel.PAPER, Channel.ASSISTED],
        error_messages={"required": _("Wählen Sie mindestens einen Weg, auf dem Menschen antworten können.")},
    )
    target_total = target_field(_("Antwortbögen insgesamt"))

    def __init__(self, data: Any = None, *, wave: Wave | None = None, template: str = "") -> None:
        super().__init__(data, initial=_initial(wave) if wave else None)
        self._wave = wave
        self._offer_versions(template)
        # Of a released wave it is known what it asks; before that the version may still be another one.
        offered = asked_groups(wave.version) if wave and self.is_fixed else list(GROUPS)
        for aim in AIMS:
            if aim.kind not in GROUPS or aim.kind in offered or aim.name in (data or ()):
                self.fields[aim.name] = target_field(aim.label)

    def _offer_versions(self, template: str) -> None:
        versions = InstrumentVersion.objects.select_related("instrument").defer("definition")
        released = versions.filter(released_at__isnull=False)
        offered = released.filter(instrument__archived_at=None)
        if self._wave is not None:
            offered = offered | released.filter(pk=self._wave.version_id)
        field: Any = self.fields["version"]
        field.queryset = offered.order_by("instrument__title", "instrument_id", "-number")
        if template and "\0" not in template:
            field.initial = field.queryset.filter(instrument__origin_key=template).first()

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning; parts are not more than the whole."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("opens_on"), cleaned.get("closes_on")
        if begins and ends and ends < begins:
            self.add_error("closes_on", _("Das Ende liegt vor dem Beginn."))
        for sentence in more_than_total(targets_from(cleaned)):
            self.add_error(TOTAL, sentence)
        if cleaned.get("version"):
            self._refuse_groups_not_asked(cleaned)
        return cleaned

    def _refuse_groups_not_asked(self, given: dict[str, Any]) -> None:
        wished = [aim for aim in AIMS if aim.kind in GROUPS and given.get(aim.name)]
        asked = asked_groups(given["version"]) if wished else []
        for aim in wished:
            if aim.kind not in asked:
                self.add_error(aim.name, _("Danach fragt dieser Fragebogen nicht."))

    def plan(self) -> Plan:
        """What was decided, for the actions."""
        given = self.cleaned_data
        return Plan(
            title=given["title"],
            version=given["version"],
            opens_on=given["opens_on"],
            closes_on=given["closes_on"],
            channels=given["channels"],
            targets=targets_from(given),
        )

    @property
    def plain_fields(self) -> list[Any]:
        """What every wave has."""
        return [field for field in self if not field.name.startswith(TARGET)]

    @property
    def target_fields(self) -> list[Any]:
        """Wishes for numbers."""
        return [field for field in self if field.name.startswith(TARGET)]

    @property
    def has_targets(self) -> bool:
        """Whether there is something to see among them."""
        return any(field.value() or field.errors for field in self.target_fields)

    @property
    def is_fixed(self) -> bool:
        """Whether questions and beginning stand already."""
        return self._wave is not None and self._wave.state != WaveState.PLANNED


def _initial(wave: Wave) -> dict[str, Any]:
    return {
        "title": wave.title,
        "version": wave.version_id,
        "opens_on": wave.opens_on,
        "closes_on": wave.closes_on,
        "channels": wave.channels,
        **target_values(wave.targets),
    }


class ReopenForm(forms.Form):
    """Until when a wave takes answers again."""

    closes_on = GermanDateField(label=_("Neues Ende"), help_text=_("Letzter Tag, einschließlich"))
