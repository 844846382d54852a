"""Forms about notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from kisi.notifications.models import NoticeSettings
from kisi.notifications.vocabulary import Channel, NoticeKind


class ChannelsForm(forms.Form):
    """One question for each kind: how do you want to hear of it?"""

    def __init__(self, *args: Any, kinds: list[NoticeKind], chosen: Mapping[str, Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = {f"kind_{number}": kind for number, kind in enumerate(kinds)}
        for name, kind in self._names.items():
            self.fields[name] = forms.ChoiceField(
                label=str(kind.label), choices=Channel.choices, widget=forms.RadioSelect, initial=chosen[kind.key]
            )

    def channels(self) -> dict[str, Channel]:
        """What was chosen, by kind."""
        return {kind.key: Channel(self.cleaned_data[name]) for name, kind in self._names.items()}


class NoticeSettingsForm(forms.ModelForm):
    """The periods, within the limits the model gives."""

    class Meta:
        model = NoticeSettings
        fields = ("read_days", "unread_days")
