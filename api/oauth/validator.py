"""What the token endpoint accepts."""

from __future__ import annotations

import re
from typing import Any, Final

from oauth2_provider.oauth2_validators import OAuth2Validator

from api.models import Client
from api.oauth.secret import matches

_CLIENT_ID: Final = re.compile(r"[\x21-\x7e]{1,255}")


class BasicOnlyValidator(OAuth2Validator):
    """Clients show their secret in the Authorization header only, never in a body or an address."""

    def authenticate_client(self, request: Any, *_args: Any, **_kwargs: Any) -> bool:
        """Whether HTTP Basic names a client and its secret."""
        return bool(self._authenticate_basic_auth(request))

    def _load_application(self, client_id: str, request: Any) -> Client | None:
        """Ask the database only for what can be a client's id (it refuses NUL characters with an error)."""
        if not _CLIENT_ID.fullmatch(client_id):
            return None
        client: Client | None = super()._load_application(client_id, request)
        return client

    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        """Against the hash that ``create_client`` stored."""
        return matches(provided_secret, stored_secret)
