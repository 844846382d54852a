"""What can be done with accounts. Every function is keyword-only, atomic and leaves an audit row."""

from kisi.accounts.actions.comfort import remember_release_notes, use_shortcuts
from kisi.accounts.actions.invitations import (
    accept_invitation,
    invite,
    invite_again,
    renew_expired,
    withdraw_invitation,
)
from kisi.accounts.actions.municipal_sign_in import remove_municipal_sign_in, set_up_municipal_sign_in
from kisi.accounts.actions.passwords import answer_reset, request_reset, reset_password, set_password
from kisi.accounts.actions.people import change_person, deactivate, hand_over, reactivate, remove_second_factors
from kisi.accounts.actions.sessions import end_session, end_sessions, leave_session
from kisi.accounts.actions.settings import change_settings

__all__ = [
    "accept_invitation",
    "answer_reset",
    "change_person",
    "change_settings",
    "deactivate",
    "end_session",
    "end_sessions",
    "hand_over",
    "invite",
    "invite_again",
    "leave_session",
    "reactivate",
    "remember_release_notes",
    "remove_municipal_sign_in",
    "remove_second_factors",
    "renew_expired",
    "request_reset",
    "reset_password",
    "set_password",
    "set_up_municipal_sign_in",
    "use_shortcuts",
    "withdraw_invitation",
]
