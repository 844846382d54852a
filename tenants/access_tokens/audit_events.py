"""Names of what happens to tokens."""

from django.utils.translation import gettext_lazy as _

from kisi.audit.vocabulary import declare_events
from kisi.audit.wording import Detail, Subject, declare_details, declare_subjects
from tenants.access_tokens.vocabulary import TokenScope

declare_events(
    {
        "access_tokens.issued": _("Zugang zur Schnittstelle ausgestellt"),
        "access_tokens.revoked": _("Zugang zur Schnittstelle des Arbeitsbereichs gesperrt"),
        "access_tokens.settings_changed": _("Frist der Zugänge zur Schnittstelle geändert"),
    }
)

declare_subjects({"access_tokens.token": Subject(model="access_tokens.WorkspaceToken")})

declare_details({"access_tokens.scopes": Detail(_("Rechte"), dict(TokenScope.choices))})
