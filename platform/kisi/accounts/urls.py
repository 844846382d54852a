"""Addresses of accounts, the same on every host. The names without a namespace are those django-allauth asks for."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from kisi.accounts.views import (
    account,
    invitations,
    municipal_sign_in,
    passwords,
    people,
    second_factor,
    settings,
    sign_in,
    unsent,
)

_signing_in: list[URLPattern | URLResolver] = [
    path("anmelden/", sign_in.SignIn.as_view(), name="account_login"),
    path("anmelden/passkey/", sign_in.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("anmelden/zweiter-faktor/", second_factor.Authenticate.as_view(), name="mfa_authenticate"),
    path("anmelden/dienst/abgebrochen/", municipal_sign_in.cancelled, name="socialaccount_login_cancelled"),
    path("anmelden/dienst/<slug:provider_id>/", municipal_sign_in.begin, name="openid_connect_login"),
    path("anmelden/dienst/<slug:provider_id>/zurueck/", municipal_sign_in.finish, name="openid_connect_callback"),
    path("anmelden/gesperrt/", sign_in.Inactive.as_view(), name="account_inactive"),
    path("abmelden/", sign_in.SignOut.as_view(), name="account_logout"),
    path("passwort-vergessen/", passwords.forgotten, name="account_reset_password"),
]
_confirming: list[URLPattern | URLResolver] = [
    path("konto/bestaetigen/passwort/", sign_in.ConfirmPassword.as_view(), name="account_reauthenticate"),
    path("konto/bestaetigen/code/", second_factor.ConfirmCode.as_view(), name="mfa_reauthenticate"),
    path("konto/bestaetigen/passkey/", second_factor.ConfirmPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
]
_second_factors: list[URLPattern | URLResolver] = [
    path("", second_factor.Overview.as_view(), name="mfa_index"),
    path("app/", second_factor.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("app/entfernen/", second_factor.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("passkeys/", second_factor.Overview.as_view(), name="mfa_list_webauthn"),
    path("passkeys/neu/", second_factor.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", second_factor.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/entfernen/", second_factor.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("notfallcodes/", second_factor.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("notfallcodes/neu/", second_factor.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
]
_accounts: list[URLPattern | URLResolver] = [
    path("einladung/<str:token>/", invitations.accept, name="accept_invitation"),
    path("einladung/<str:token>/erneuern/", invitations.renew, name="renew_invitation"),
    path("passwort-vergessen/unterwegs/", passwords.requested, name="password_requested"),
    path("passwort-neu/<str:token>/", passwords.choose_new, name="reset_password"),
    path("konto/", account.account, name="account"),
    path("konto/eingaben/", unsent.unsent, name="unsent"),
    path("konto/passwort/", passwords.change, name="change_password"),
    path("konto/sitzungen/beenden/", account.end_other_sessions, name="end_other_sessions"),
    path("konto/sitzungen/<slug:key>/beenden/", account.end_one_session, name="end_session"),
    path("personen/", people.people, name="people"),
    path("personen/anmeldedienst/", municipal_sign_in.set_up, name="municipal_sign_in"),
    path("personen/anmeldedienst/entfernen/", municipal_sign_in.remove, name="remove_municipal_sign_in"),
    path("personen/einstellungen/", settings.account_settings, name="settings"),
    path("personen/einladen/", people.invite, name="invite"),
    path("personen/<int:pk>/", people.person, name="person"),
    path("personen/<int:pk>/deaktivieren/", people.deactivate, name="deactivate"),
    path("personen/<int:pk>/uebergeben/", people.hand_over, name="hand_over"),
    path("personen/<int:pk>/aktivieren/", people.reactivate, name="reactivate"),
    path("personen/<int:pk>/faktoren-entfernen/", people.remove_factors, name="remove_factors"),
    path("personen/einladungen/<int:pk>/", people.invitation, name="invitation"),
    path("personen/einladungen/<int:pk>/senden/", people.invite_again, name="invite_again"),
    path("personen/einladungen/<int:pk>/zurueckziehen/", people.withdraw, name="withdraw_invitation"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *_signing_in,
    *_confirming,
    path("konto/zweiter-faktor/", include(_second_factors)),
    path("", include((_accounts, "accounts"))),
]
