"""Forms of accounts."""

from kisi.accounts.forms.municipal_sign_in import MunicipalSignInForm
from kisi.accounts.forms.passwords import ChangePasswordForm, NewPasswordForm, RequestResetForm
from kisi.accounts.forms.people import InviteForm, PeopleFilterForm, PersonForm, SuccessorForm
from kisi.accounts.forms.second_factor import (
    ActivateAppForm,
    AddPasskeyForm,
    ConfirmCodeForm,
    RenamePasskeyForm,
    SecondFactorForm,
)
from kisi.accounts.forms.settings import AccountSettingsForm
from kisi.accounts.forms.sign_in import ConfirmPasswordForm, SignInForm

__all__ = [
    "AccountSettingsForm",
    "ActivateAppForm",
    "AddPasskeyForm",
    "ChangePasswordForm",
    "ConfirmCodeForm",
    "ConfirmPasswordForm",
    "InviteForm",
    "MunicipalSignInForm",
    "NewPasswordForm",
    "PeopleFilterForm",
    "PersonForm",
    "RenamePasskeyForm",
    "RequestResetForm",
    "SecondFactorForm",
    "SignInForm",
    "SuccessorForm",
]
