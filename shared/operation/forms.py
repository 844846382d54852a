"""What the operator may write, and the filter of the list of jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.ui.tables import Filtered, filter_rows
from shared.operation.job_sources import STATES, JobSeen, job_sources
from shared.operation.models import PlatformTexts

ALL = ("", _("Alle"))


class TextsForm(forms.ModelForm):
    """The platform's own public texts."""

    class Meta:
        model = PlatformTexts
        fields = ("about", "imprint", "privacy", "accessibility", "contact_email")
        widgets = {name: forms.Textarea(attrs={"rows": 10}) for name in fields[:4]}
        help_texts = {
            "about": _("Steht auf der Startseite für alle, die nicht angemeldet sind. Leer: der mitgelieferte Text."),
            "contact_email": _("Steht in der Erklärung zur Barrierefreiheit als Weg für Rückmeldungen."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.initial[name] = self.instance.shown(name)


class JobsForm(forms.Form):
    """Which jobs to show."""

    q = forms.CharField(
        label=_("Was"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Art"), required=False)
    state = forms.ChoiceField(label=_("Stand"), required=False, choices=[ALL, *STATES.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(source.key, source.label) for source in job_sources()]
        self.fields["kind"].choices = [ALL, *kinds]  # type: ignore[attr-defined]


def jobs_filter(data: Any, jobs: Sequence[JobSeen]) -> Filtered:
    """The jobs that pass the filter bar of a request."""
    return filter_rows(JobsForm(data), jobs, words_in=("what", "note", "kind_label"))
