"""Machine accounts of the public host: programs, not people. The toolkit's other tables stay empty."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from kisi.core.privacy import (
    Activity,
    Category,
    LegalBasis,
    Personal,
    Retention,
    Unit,
    declare,
    from_setting,
    holds,
    impersonal,
)

MACHINES: Final = Activity(
    key="api",
    name=_("Schnittstelle der Plattform"),
    purpose=_("Anfragen von Fachverfahren beantworten und eine wiederholte Anfrage nur einmal ausführen."),
    people=(_("Personen, die ein Fachverfahren in einer Anfrage nennt (Koordination einer neuen Kommune)"),),
    legal_basis=LegalBasis.PUBLIC_TASK,
    recipients=_("Das Fachverfahren, das gefragt hat."),
    measures=_("Zugänge mit einzelnen Rechten, Schlüssel nur als Prüfsumme, Begrenzung der Anfragen."),
    order=70,
)
ANSWERS: Final = Retention(
    "api_answers",
    _("Antworten für wiederholte Anfragen: %(term)s."),
    from_setting("KISI_API_IDEMPOTENCY_HOURS", Unit.HOURS),
)
UNUSED: Final = _("Bleibt leer: es gibt nur Zugänge für Programme, keine Freigaben durch Personen.")

declare(
    holds(
        "api.IdempotentAnswer",
        activity=MACHINES,
        retention=ANSWERS,
        personal={"body": Personal(Category.MESSAGE, is_secret=True)},
        free="id key method path fingerprint status headers created_at client",
    ),
    impersonal(
        "api.Client",
        "id client_id user redirect_uris post_logout_redirect_uris client_type authorization_grant_type client_secret"
        " hash_client_secret name skip_authorization created updated algorithm allowed_origins registration_source"
        " cimd_expires_at scopes revoked_at",
        _("Ein Programm; das Feld für eine Person bleibt leer."),
    ),
    impersonal(
        "oauth2_provider.AccessToken",
        "id user source_refresh_token token token_checksum id_token application expires scope resource created updated",
        _("Gehört zu einem Programm; das Feld für eine Person bleibt leer."),
    ),
    impersonal(
        "oauth2_provider.Grant",
        "id user code application expires redirect_uri scope created updated code_challenge code_challenge_method nonce"
        " claims resource",
        UNUSED,
    ),
    impersonal(
        "oauth2_provider.RefreshToken",
        "id user token token_checksum application access_token token_family resource created updated revoked",
        UNUSED,
    ),
    impersonal("oauth2_provider.IDToken", "id user jti application expires scope created updated", UNUSED),
    impersonal(
        "oauth2_provider.DeviceGrant",
        "id user device_code user_code scope interval expires status client_id last_checked",
        UNUSED,
    ),
)
