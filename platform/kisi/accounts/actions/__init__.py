"""What can be done with accounts. Every function is keyword-only, atomic and leaves an audit row."""

from kisi.accounts.actions.invitations import accept_invitation, invite, invite_again, withdraw_invitation

__all__ = ["accept_invitation", "invite", "invite_again", "withdraw_invitation"]
