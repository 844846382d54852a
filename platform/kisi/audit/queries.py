"""The trail as news: what changed lately, in sentences, only what a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse

from kisi.audit.models import Entry
from kisi.audit.vocabulary import Story, event_name, stories
from kisi.core.access import allowed


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, as a colleague reads it."""

    sentence: str
    when: datetime
    icon: str
    url: str


def recent_changes(user: Any, limit: int) -> list[Change]:
    """The latest changes this person may see, newest first; one query, or none where nothing may be seen."""
    visible = {event: story for event, story in stories().items() if allowed(user, story.permission)}
    if not visible:
        return []
    entries = Entry.objects.filter(event__in=visible, is_read=False).order_by("-sequence")[:limit]
    return [_told(entry, visible[entry.event]) for entry in entries]


def _told(entry: Entry, story: Story) -> Change:
    try:
        sentence = str(story.sentence) % {**entry.details, "actor": entry.actor_label}
    except (KeyError, TypeError, ValueError):
        sentence = event_name(entry.event)
    return Change(sentence, entry.recorded_at, story.icon, _address(entry, story))


def _address(entry: Entry, story: Story) -> str:
    """Where it can be seen; nothing where this host has no such page."""
    if not story.url_name:
        return ""
    key = entry.subject.rpartition(":")[2]
    try:
        return reverse(story.url_name, args=[key] if story.takes_key else None)
    except NoReverseMatch:
        return ""
