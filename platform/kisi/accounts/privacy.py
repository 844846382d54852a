"""What tables of accounts hold about people; django-allauth's tables among them."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.accounts.actions.cleaning import KEPT_AFTER_EXPIRY, RESETS_KEPT
from kisi.core.privacy import (
    Activity,
    Category,
    LegalBasis,
    Personal,
    Remains,
    Retention,
    Row,
    Unit,
    declare,
    fixed,
    from_row,
    from_setting,
    holds,
    impersonal,
)
from kisi.core.privacy.authorship import AUTHOR, STAFF

ACCOUNTS: Final = Activity(
    key="accounts",
    name=_("Konten und Berechtigungen"),
    purpose=_("Personen einladen, ihnen genau eine Rolle geben und sie wieder ausscheiden lassen."),
    people=(STAFF, _("Eingeladene Personen")),
    legal_basis=LegalBasis.PUBLIC_TASK,
    recipients=_("Koordination und Prüfung am selben Ort; keine Übermittlung an Dritte."),
    measures=_("Getrennter Datenbestand je Kommune, Rechte nach Rollen, verschlüsselte Übertragung, Prüfprotokoll."),
    order=10,
)
SIGNING_IN: Final = Activity(
    key="signing_in",
    name=_("Anmeldung und Sitzungen"),
    purpose=_("Feststellen, wer angemeldet ist, und die Konten vor fremdem Zugriff schützen."),
    people=(STAFF,),
    legal_basis=LegalBasis.ACCOUNTABILITY,
    recipients=_("Keine; bei Anmeldung über den Dienst der Kommune dieser Dienst."),
    measures=_(
        "Passwörter nur als Prüfsumme (Argon2), zweiter Faktor, Geheimnisse verschlüsselt, Begrenzung der Versuche,"
        " kurze Sitzungen."
    ),
    order=20,
)

ACCOUNT: Final = Retention(
    "account",
    _("Solange die Person mitarbeitet; die Löschung wird %(term)s nach der Deaktivierung angekündigt."),
    from_row("accounts.AccountSettings", "account_days", Unit.DAYS),
)
ACCOUNT_GRACE: Final = Retention(
    "account_grace",
    _("Ausgeführt wird sie %(term)s nach der Ankündigung, auf Wunsch der Koordination früher."),
    from_row("accounts.AccountSettings", "account_grace_days", Unit.DAYS),
)
WITH_THE_ACCOUNT: Final = Retention("with_the_account", _("Anmeldedaten: so lange wie das Konto."))
INVITATION: Final = Retention(
    "invitation",
    _("Angenommene, zurückgezogene und abgelaufene Einladungen: %(term)s."),
    from_row("accounts.AccountSettings", "invitation_kept_days", Unit.DAYS),
)
SIGNED_IN: Final = Retention(
    "signed_in",
    _("Sitzungen enden %(term)s nach der letzten Anmeldung."),
    from_setting("SESSION_COOKIE_AGE", Unit.SECONDS),
)
SESSION_ENDED: Final = Retention(
    "session_ended", _("Beendete Sitzungen werden nach weiteren %(term)s gelöscht."), fixed(KEPT_AFTER_EXPIRY)
)
RESET: Final = Retention("reset", _("Anforderungen von Passwörtern: %(term)s."), fixed(RESETS_KEPT))
SENT_FORM: Final = Retention(
    "sent_form", _("Prüfsummen abgeschickter Formulare: %(term)s."), from_setting("KISI_SENT_FORM_DAYS", Unit.DAYS)
)

SECRET: Final = Personal(Category.SIGN_IN, is_secret=True)
WHOSE: Final = Personal(Category.SIGN_IN, points="pk")
USED: Final = Personal(Category.TRACE)
ADDRESS: Final = Personal(Category.CONTACT, points="email")

declare(
    holds(
        "accounts.User",
        activity=ACCOUNTS,
        retention=(ACCOUNT, ACCOUNT_GRACE),
        about="pk",
        personal={
            "email": Personal(Category.CONTACT, Remains.PSEUDONYM),
            "name": Personal(Category.NAME, Remains.PSEUDONYM),
            "password": SECRET,
            "last_login": USED,
            "role": Personal(Category.WORK, Remains.ANONYMOUS),
            "is_active": Personal(Category.WORK, Remains.ANONYMOUS),
            "created_at": Personal(Category.TRACE, Remains.ANONYMOUS),
            "deactivated_at": Personal(Category.TRACE, Remains.ANONYMOUS),
            "erase_on": Personal(Category.TRACE, Remains.ANONYMOUS),
            "erased_at": Personal(Category.TRACE, Remains.ANONYMOUS),
            "seen_release_notes": USED,
            "uses_shortcuts": Personal(Category.WORK, Remains.ANONYMOUS),
        },
        free="id",
    ),
    holds(
        "accounts.Invitation",
        activity=ACCOUNTS,
        retention=INVITATION,
        about="email",
        row=Row.GOES,
        personal={
            "email": ADDRESS,
            "name": Personal(Category.NAME),
            "role": Personal(Category.WORK),
            "token_hash": SECRET,
            "invited_by": AUTHOR,
            "created_at": USED,
            "accepted_at": USED,
        },
        free="id expires_at sent_count withdrawn_at",
    ),
    holds(
        "accounts.PasswordReset",
        activity=SIGNING_IN,
        retention=RESET,
        about="email",
        row=Row.GOES,
        personal={
            "email": ADDRESS,
            "user": Personal(Category.SIGN_IN),
            "requested_at": USED,
            "used_at": USED,
            "token_hash": SECRET,
        },
        free="id handled_at expires_at",
    ),
    holds(
        "accounts.Session",
        activity=SIGNING_IN,
        retention=(SIGNED_IN, SESSION_ENDED),
        about="user_id",
        row=Row.GOES,
        personal={
            "session_key": SECRET,
            "session_data": SECRET,
            "user_id": WHOSE,
            "last_seen_at": USED,
            "expire_date": USED,
        },
        remark=_("Mit der Sitzung bleibt, was jemand getippt hatte, als sie endete: nur für diese Person."),
    ),
    holds(
        "accounts.SentForm",
        activity=SIGNING_IN,
        retention=SENT_FORM,
        personal={"form": SECRET, "content": SECRET, "sent_at": USED},
        free="id led_to",
        remark=_("Nur Prüfsummen; aus ihnen lässt sich weder die Person noch der Inhalt lesen."),
    ),
    holds(
        "account.EmailAddress",
        activity=SIGNING_IN,
        retention=WITH_THE_ACCOUNT,
        about="user_id",
        row=Row.GOES,
        personal={"user": WHOSE, "email": Personal(Category.CONTACT)},
        free="id verified primary",
    ),
    holds(
        "mfa.Authenticator",
        activity=SIGNING_IN,
        retention=WITH_THE_ACCOUNT,
        about="user_id",
        row=Row.GOES,
        personal={
            "user": WHOSE,
            "type": Personal(Category.SIGN_IN),
            "data": SECRET,
            "created_at": USED,
            "last_used_at": USED,
        },
        free="id",
    ),
    holds(
        "socialaccount.SocialAccount",
        activity=SIGNING_IN,
        retention=WITH_THE_ACCOUNT,
        about="user_id",
        row=Row.GOES,
        personal={
            "user": WHOSE,
            "provider": Personal(Category.SIGN_IN),
            "uid": Personal(Category.SIGN_IN),
            "extra_data": Personal(Category.CONTACT),
            "last_login": USED,
            "date_joined": USED,
        },
        free="id",
    ),
    impersonal(
        "accounts.AccountSettings",
        "id invitation_days reset_hours account_days account_grace_days invitation_kept_days",
    ),
    impersonal("socialaccount.SocialApp", "id provider provider_id name client_id secret key settings"),
    impersonal("account.EmailConfirmation", "id email_address created sent key", _("Bleibt leer.")),
    impersonal("socialaccount.SocialToken", "id app account token token_secret expires_at", _("Bleibt leer.")),
    impersonal("auth.Permission", "id name content_type codename", _("Keine Tabelle.")),
    impersonal("auth.Group", "id name permissions", _("Keine Tabelle.")),
    impersonal("contenttypes.ContentType", "id app_label model", _("Keine Tabelle.")),
)
