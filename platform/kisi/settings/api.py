"""Settings of the API: what belongs to its libraries, and its limits as numbers an operator may change."""

from __future__ import annotations

from typing import Any

from kisi.settings.environment import Environment

_env = Environment()

# Requests a minute for each client, and tries at the token endpoint a minute for each address they come from.
KISI_API_READS_PER_MINUTE = _env.number("KISI_API_READS_PER_MINUTE", default=3_000)
KISI_API_WRITES_PER_MINUTE = _env.number("KISI_API_WRITES_PER_MINUTE", default=600)
KISI_API_OPEN_READS_PER_MINUTE = _env.number("KISI_API_OPEN_READS_PER_MINUTE", default=300)
KISI_API_TOKENS_PER_MINUTE = _env.number("KISI_API_TOKENS_PER_MINUTE", default=300)
# Bytes of a request's body, and how deep its JSON may nest.
KISI_API_MAX_BODY = _env.number("KISI_API_MAX_BODY", default=64_000)
KISI_API_MAX_DEPTH = _env.number("KISI_API_MAX_DEPTH", default=8)
# How long answers are kept for repeated requests (hours), and how long a second request with the same
# Idempotency-Key waits for the first (seconds).
KISI_API_IDEMPOTENCY_HOURS = _env.number("KISI_API_IDEMPOTENCY_HOURS", default=48, maximum=8_760)
KISI_API_IDEMPOTENCY_WAIT = _env.number("KISI_API_IDEMPOTENCY_WAIT", default=5)

OAUTH2_PROVIDER_APPLICATION_MODEL = "api.Client"
OAUTH2_PROVIDER: dict[str, Any] = {
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",  # client credentials and nothing else
    "OAUTH2_VALIDATOR_CLASS": "api.oauth.validator.BasicOnlyValidator",
    "SCOPES_BACKEND_CLASS": "api.oauth.scopes.ClientScopes",
    "ACCESS_TOKEN_EXPIRE_SECONDS": _env.number("KISI_API_TOKEN_SECONDS", default=3_600),
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    # RFC 9700, all of it; TOKEN_STORAGE keeps only the hash of a token.
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
}

REST_FRAMEWORK: dict[str, Any] = {
    # A view that forgets to say who may call it lets nobody in.
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.oauth.authentication.BearerToken"],
    "DEFAULT_PERMISSION_CLASSES": ["api.oauth.permissions.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["api.requests.rate_limits.ClientRateLimit"],
    "DEFAULT_PARSER_CLASSES": ["api.requests.bodies.JsonBody"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.requests.negotiation.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "api.problems.handler.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": _env.number("KISI_TRUSTED_PROXIES", default=0, minimum=0),
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "KISI – Schnittstelle der Plattform",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": "Kommunen aufnehmen, aussetzen und verabschieden; die zentrale Vorlagenbibliothek, Kennzahlen und"
    " veröffentlichte Stände lesen.",
    "LICENSE": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": [
        "api.documentation.hooks.with_links_to_jobs",
        "api.documentation.hooks.without_marks_of_the_generator",
    ],
    # PATCH needs its member as much as PUT does; class docstrings are for developers, not for callers.
    "COMPONENT_SPLIT_PATCH": False,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
