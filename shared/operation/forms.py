"""What the operator may write, and the filter of the list of jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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


class JobsFilter:
    """The jobs that pass the filter bar of a request."""

    def __init__(self, data: Any, jobs: Sequence[JobSeen]) -> None:
        self._jobs = jobs
        self.form = JobsForm(data)

    @property
    def qs(self) -> list[JobSeen]:
        """All of them where the filter cannot be read: the list then says so."""
        if not self.form.is_valid():
            return list(self._jobs)
        wanted = self.form.cleaned_data
        words = wanted["q"].casefold()
        return [
            job
            for job in self._jobs
            if words in f"{job.what} {job.note}".casefold()
            and wanted["kind"] in ("", job.kind)
            and wanted["state"] in ("", job.state)
        ]
