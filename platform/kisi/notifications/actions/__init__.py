"""Verbs of this app."""

from kisi.notifications.actions.reading import mark_all_read, mark_read, mark_unread
from kisi.notifications.actions.settings import change_settings, choose_channels
from kisi.notifications.actions.sweeping import forget_old
from kisi.notifications.actions.telling import notify

__all__ = [
    "change_settings", "choose_channels", "forget_old", "mark_all_read", "mark_read", "mark_unread", "notify",
]  # fmt: skip
