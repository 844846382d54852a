"""Verbs about personal data."""

from kisi.privacy.actions.erasing import erase_account

__all__ = ["erase_account"]
