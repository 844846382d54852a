"""How our tokens stand in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from api.oauth.permissions import needed_scopes
from api.vocabulary import Scope


class BearerTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth 2 client credentials, with the scopes each call needs (one of several is enough)."""

    target_class = "api.oauth.authentication.BearerToken"
    name = "oauth2"

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """One alternative for each scope that is enough."""
        scopes = needed_scopes(auto_schema.view, auto_schema.method) or ()
        return [{self.name: [scope.value]} for scope in scopes]

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Where tokens come from."""
        return {
            "type": "oauth2",
            "description": "Zugang und Geheimnis werden mit HTTP Basic gesendet; das Token gilt eine begrenzte Zeit.",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/api/oauth/token",
                    "scopes": {scope.value: str(scope.label) for scope in Scope},
                }
            },
        }


class WorkspaceTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A token its coordinator issued, with the scopes each call needs (one of several is enough)."""

    target_class = "api.v1.workspace.tokens.WorkspaceBearer"
    name = "workspaceToken"

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """One alternative for each scope that is enough."""
        scopes = needed_scopes(auto_schema.view, auto_schema.method) or ()
        return [{self.name: [scope.value]} for scope in scopes]

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Where tokens come from."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Ein Zugang, den die Koordination der Kommune unter Einstellungen ausgestellt hat.",
        }
