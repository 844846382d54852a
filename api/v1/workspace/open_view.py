"""The bases of calls that need no token, or none for reading: for town websites and apps."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.permissions import AllowAny

from api.requests.rate_limits import OpenRateLimit
from api.requests.view import ApiView
from api.v1.workspace.tokens import HasTokenScope, WorkspaceBearer, WorkspaceRateLimit


class OpenView(ApiView):
    """Nobody has to sign in, every website's script may read the answer, and others may keep it for a while.

    There is no preflight to answer: such calls are plain GETs.
    """

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (OpenRateLimit,)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add who may read it and how long it may be kept."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Access-Control-Allow-Origin"] = "*"
        final["Access-Control-Expose-Headers"] = "ETag, RateLimit, RateLimit-Policy, Retry-After"
        if final.status_code in {200, 304}:
            final["Cache-Control"] = f"public, max-age={settings.KISI_PUBLIC_CACHE_SECONDS}"
        return final


class OpenToReadView(OpenView):
    """The same for reading; the methods that ``scopes`` names need a token of the municipality."""

    def get_authenticators(self) -> list[Any]:
        """A token, where one is needed."""
        return [WorkspaceBearer()] if self._needs_token else super().get_authenticators()

    def get_permissions(self) -> list[Any]:
        """The scope, where one is needed."""
        return [HasTokenScope()] if self._needs_token else list(super().get_permissions())

    def get_throttles(self) -> list[Any]:
        """The token's quota, where there is one."""
        return [WorkspaceRateLimit()] if self._needs_token else super().get_throttles()

    @property
    def _needs_token(self) -> bool:
        # Whoever describes the views has them without a request at first.
        return self.request is not None and self.request.method in self.scopes
