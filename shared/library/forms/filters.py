"""The filter of the library's list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Topic
from kisi.ui.tables import Filtered, filter_rows
from shared.library.listing import TemplateRow
from shared.library.queries import found_keys
from shared.library.vocabulary import Kind, State

ALL = ("", _("Alle"))


class TemplateFilterForm(forms.Form):
    """What to look for."""

    q = forms.CharField(
        label=_("Suche"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label=_("Art"), required=False, choices=[ALL, *Kind.choices])
    topic = forms.ChoiceField(label=_("Handlungsfeld"), required=False, choices=[ALL, *Topic.choices])
    state = forms.ChoiceField(label=_("Stand"), required=False, choices=[ALL, *State.choices])


def template_filter(data: Any, rows: Sequence[TemplateRow], *, with_drafts: bool) -> Filtered:
    """The rows that pass the filter bar of a request."""
    form = TemplateFilterForm(data)
    if not with_drafts:
        del form.fields["state"]
    return filter_rows(form, rows, words_in=("kind_label", "topic_label"), found=found_keys)
