"""Tables of accounts: in every municipality's schema and in the public one."""

from kisi.accounts.models.invitation import Invitation
from kisi.accounts.models.reset import PasswordReset
from kisi.accounts.models.sent_form import SentForm
from kisi.accounts.models.session import Session
from kisi.accounts.models.settings import AccountSettings
from kisi.accounts.models.user import Accounts, User

__all__ = ["AccountSettings", "Accounts", "Invitation", "PasswordReset", "SentForm", "Session", "User"]
