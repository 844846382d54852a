"""Settings of accounts, sessions and second factors: ours, Django's and django-allauth's."""

from __future__ import annotations

from kisi.settings.environment import Environment

_env = Environment()

# Everybody on staff needs a second factor; off in the demo (settings.local) and in tests.
KISI_SECOND_FACTOR_REQUIRED = _env.flag("KISI_SECOND_FACTOR_REQUIRED", default=True)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["kisi.accounts.hashing.ModerateArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "kisi.accounts.password_rules.LengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "kisi.accounts.password_rules.SurpriseValidator"},
]

SESSION_ENGINE = "kisi.accounts.sessions"
SESSION_COOKIE_NAME = "__Host-kisi_session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = _env.number("KISI_SESSION_HOURS", default=12, maximum=8_760) * 3600
CSRF_COOKIE_NAME = "__Host-kisi_csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kisi.accounts.views.unsent.outdated_form"
# So long a form that created something is remembered: sending it again from a page left open creates nothing.
KISI_SENT_FORM_DAYS = _env.days("KISI_SENT_FORM_DAYS", default=7)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# How many proxies of ours stand before the web process: only then X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = _env.number("KISI_TRUSTED_PROXIES", default=0, minimum=0)

ACCOUNT_ADAPTER = "kisi.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with a link in an e-mail
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "kisi.accounts.forms.SignInForm",
    "reauthenticate": "kisi.accounts.forms.ConfirmPasswordForm",
}
# Counted for each realm of its own; "key" is the address that was typed, whether or not there is an account.
ACCOUNT_RATE_LIMITS = {
    "login": _env.limits("KISI_LIMIT_SIGN_IN", default="60/m/ip"),
    "login_failed": _env.limits("KISI_LIMIT_FAILED_SIGN_IN", default="20/m/ip,5/300s/key"),
    "reset_password": _env.limits("KISI_LIMIT_PASSWORD_RESET", default="20/m/ip,5/10m/key"),
    "reauthenticate": "10/m/user",
    "invitation": "30/m/ip",
    "site_feedback": _env.limits("KISI_LIMIT_SITE_FEEDBACK", default="5/m/ip"),
}

# A municipality's own sign-in (OpenID Connect), set up on screen: `accounts.municipal_sign_in`.
SOCIALACCOUNT_ADAPTER = "kisi.accounts.municipal_sign_in.MunicipalSignIn"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
# Addresses that people type in lead to the internet only; an identity provider in the administration's own
# network has to be permitted, as networks: "10.1.0.0/16,192.168.7.0/24".
KISI_PERMITTED_NETWORKS = _env.networks("KISI_PERMITTED_NETWORKS")
KISI_OUTGOING_HTTP = False

MFA_ADAPTER = "kisi.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # there are no unverified ones, see above
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
MFA_FORMS = {
    "authenticate": "kisi.accounts.forms.SecondFactorForm",
    "reauthenticate": "kisi.accounts.forms.ConfirmCodeForm",
    "activate_totp": "kisi.accounts.forms.ActivateAppForm",
    "add_webauthn": "kisi.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "kisi.accounts.forms.RenamePasskeyForm",
}
