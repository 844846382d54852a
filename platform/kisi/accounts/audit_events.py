"""Names of what accounts record."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import Story, declare_events, declare_stories
from kisi.audit.wording import Detail, Subject, declare_details, declare_subjects
from kisi.core.access import Permission

declare_events(
    {
        "accounts.invited": _("Person eingeladen"),
        "accounts.invitation_changed": _("Einladung geändert"),
        "accounts.invitation_withdrawn": _("Einladung zurückgezogen"),
        "accounts.invitation_accepted": _("Einladung angenommen"),
        "accounts.person_changed": _("Person geändert"),
        "accounts.person_deactivated": _("Zugang deaktiviert"),
        "accounts.person_reactivated": _("Zugang wieder gegeben"),
        "accounts.work_handed_over": _("Offene Arbeit übergeben"),
        "accounts.signed_in": _("Angemeldet"),
        "accounts.signed_out": _("Abgemeldet"),
        "accounts.sign_in_failed": _("Anmeldung fehlgeschlagen"),
        "accounts.session_ended": _("Sitzung beendet"),
        "accounts.sessions_ended": _("Sitzungen beendet"),
        "accounts.password_changed": _("Passwort geändert"),
        "accounts.password_reset_requested": _("Neues Passwort angefordert"),
        "accounts.totp_added": _("App eingerichtet"),
        "accounts.totp_removed": _("App entfernt"),
        "accounts.passkey_added": _("Passkey hinzugefügt"),
        "accounts.passkey_removed": _("Passkey entfernt"),
        "accounts.codes_made": _("Notfallcodes erstellt"),
        "accounts.factors_removed": _("Zweite Faktoren entfernt"),
        "accounts.municipal_sign_in_set": _("Anmeldedienst eingerichtet"),
        "accounts.municipal_sign_in_removed": _("Anmeldedienst entfernt"),
        "accounts.settings_changed": _("Einstellungen der Konten geändert"),
    }
)

declare_stories(
    {
        "accounts.invited": Story(
            _("%(actor)s hat jemanden eingeladen."), Permission.PEOPLE_VIEW, "group_add", "accounts:people"
        ),
        "accounts.invitation_accepted": Story(
            _("%(actor)s ist jetzt dabei."), Permission.PEOPLE_VIEW, "person", "accounts:people"
        ),
        "accounts.person_changed": Story(
            _("%(actor)s hat die Angaben zu einer Person geändert."),
            Permission.PEOPLE_VIEW,
            "manage_accounts",
            "accounts:people",
        ),
        "accounts.person_deactivated": Story(
            _("%(actor)s hat einen Zugang deaktiviert."), Permission.PEOPLE_VIEW, "block", "accounts:people"
        ),
        "accounts.person_reactivated": Story(
            _("%(actor)s hat einen Zugang wieder gegeben."), Permission.PEOPLE_VIEW, "person", "accounts:people"
        ),
        "accounts.work_handed_over": Story(
            _("%(actor)s hat offene Arbeit übergeben."), Permission.PEOPLE_VIEW, "handshake", "accounts:people"
        ),
        "accounts.municipal_sign_in_set": Story(
            _("%(actor)s hat den Anmeldedienst eingerichtet."), Permission.PEOPLE_MANAGE, "key"
        ),
        "accounts.settings_changed": Story(
            _("%(actor)s hat die Einstellungen der Konten geändert."), Permission.SETTINGS_MANAGE, "settings"
        ),
    }
)

declare_subjects(
    {
        "accounts.user": Subject(title="name"),
        "accounts.address": Subject(_("Adresse, unkenntlich gemacht:")),
        "accounts.municipal_sign_in": Subject(_("Anmeldedienst")),
    }
)

declare_details(
    {
        "accounts.methods": Detail(
            _("Angemeldet mit"),
            {
                "password": _("Passwort"),
                "totp": _("Code aus der App"),
                "webauthn": _("Passkey"),
                "recovery_codes": _("Notfallcode"),
                "oidc": _("Anmeldedienst"),
            },
        ),
        "accounts.handed_over": _("Übergeben"),
        "accounts.to": _("an"),
        "accounts.second_factor": _("Zweiter Faktor"),
        "accounts.server_url": _("Adresse des Anmeldedienstes"),
        "accounts.trusts_address": _("Vertraut der E-Mail-Adresse"),
    }
)
