"""What may stand in the way of an action, in words a person can read."""

from __future__ import annotations


class AccountProblem(ValueError):
    """Base of all: the message is German and meant for the screen."""


class AlreadyHasAccount(AccountProblem):
    """Somebody with this address is on board already."""


class RoleNotPossible(AccountProblem):
    """The role belongs to the other kind of host."""


class InvitationNotValid(AccountProblem):
    """The link is unknown here, was used, was withdrawn or has expired."""


class ResetNotValid(AccountProblem):
    """The link for a new password is unknown here, was used or has expired."""


class LastOfItsKind(AccountProblem):
    """Without this person nobody could manage accounts any more."""


class NotYourself(AccountProblem):
    """Nobody takes away their own rights by mistake."""


class WorkIsOpen(AccountProblem):
    """Somebody has to take over what this person was working on."""


class AlreadyErased(AccountProblem):
    """Nothing is left that could sign in, or be erased again."""


class StillActive(AccountProblem):
    """Only what was deactivated can be erased."""
