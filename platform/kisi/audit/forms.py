"""The filter of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import reduce
from operator import and_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.audit.models import Entry
from kisi.audit.vocabulary import event_names
from kisi.audit.wording import NO_NAMES, beginnings_named
from kisi.ui.forms import GermanDateField


class EntryFilterForm(forms.Form):
    """What to look for."""

    q = forms.CharField(
        label=_("Wer oder was"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    event = forms.ChoiceField(label=_("Vorgang"), required=False)
    kind = forms.ChoiceField(
        label=_("Art"),
        required=False,
        choices=[("", _("Alle")), ("changes", _("Änderungen")), ("reads", _("Einsichten"))],
    )
    since = GermanDateField(label=_("Von"), required=False)
    until = GermanDateField(label=_("Bis"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [("", _("Alle")), *event_names().items()]  # type: ignore[attr-defined]


class EntryFilter:
    """The entries that pass the filter bar of a request."""

    def __init__(self, data: Any, names: Mapping[str, str] = NO_NAMES) -> None:
        self.form = EntryFilterForm(data)
        self.names = names

    @property
    def qs(self) -> QuerySet[Entry]:
        """All of them where the filter cannot be read: the list then says so."""
        entries = Entry.objects.all()
        if not self.form.is_valid():
            return entries
        wanted = self.form.cleaned_data
        if wanted["q"]:
            entries = entries.filter(_found(wanted["q"], self.names))
        if wanted["event"]:
            entries = entries.filter(event=wanted["event"])
        if wanted["kind"]:
            entries = entries.filter(is_read=wanted["kind"] == "reads")
        if wanted["since"]:
            entries = entries.filter(recorded_at__gte=_midnight(wanted["since"]))
        if wanted["until"]:
            entries = entries.filter(recorded_at__lt=_midnight(wanted["until"] + timedelta(days=1)))
        return entries


def _found(text: str, names: Mapping[str, str]) -> Q:
    """Everything typed names one subject, or every word is in who did it or what it is about („Demir Bedarf 6“).

    A number is the whole key of a subject here: „6“ is not in „Bedarf 16“.
    """
    words = [
        Q(subject__endswith=f":{word}") if word.isdecimal() else Q(actor_label__icontains=word) | _about(word, names)
        for word in text.split()
    ]
    return _about(text, names) | reduce(and_, words, Q())


def _about(words: str, names: Mapping[str, str]) -> Q:
    """Whose subject is called so, on screen („Bedarf 6“, „Elif Demir“) or as it is kept (``needs.need:6``)."""
    wanted = words.casefold()
    called = [reference for reference, name in names.items() if wanted in name.casefold()]
    found = Q(subject__icontains=words) | Q(subject__in=called)
    for beginning, key in beginnings_named(words):
        exact = f"{beginning}:{key}" if key else beginning
        found |= Q(subject=exact) if key else Q(subject=exact) | Q(subject__startswith=f"{beginning}:")
    return found


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
