"""Which scopes a token may carry: those of its client."""

from __future__ import annotations

from typing import Any

from oauth2_provider.scopes import BaseScopes

from api.models import Client
from api.vocabulary import Scope


class ClientScopes(BaseScopes):
    """Scopes are given to a client when it is made; a token asks for all of them or for some."""

    def get_all_scopes(self) -> dict[str, str]:
        """Every scope there is, with its German description."""
        return {scope.value: str(scope.label) for scope in Scope}

    def get_available_scopes(self, application: Client | None = None, *_: Any, **__: Any) -> list[str]:
        """What this client may ask for."""
        return list(application.scopes) if application else []

    def get_default_scopes(self, application: Client | None = None, *_: Any, **__: Any) -> list[str]:
        """What a token gets that asks for nothing: all of the client's."""
        return self.get_available_scopes(application)
