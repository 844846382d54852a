"""Verbs about personal data."""

from kisi.privacy.actions.erasing import erase_account
from kisi.privacy.actions.retention import keep_to_periods

__all__ = ["erase_account", "keep_to_periods"]
