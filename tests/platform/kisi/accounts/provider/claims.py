"""What the provider says about people: their address is verified unless their name says otherwise."""

from __future__ import annotations

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):
    """Claims by the standard's scopes."""

    oidc_claim_scope = OAuth2Validator.oidc_claim_scope | {
        "email": "email",
        "email_verified": "email",
        "name": "profile",
    }

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """From the provider's own accounts."""
        user = request.user
        is_verified = not user.username.startswith("unverified")
        return {"email": user.email, "email_verified": is_verified, "name": user.username}
