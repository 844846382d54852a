"""The base of calls that need no token: for town websites and apps."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.permissions import AllowAny

from api.requests.rate_limits import OpenRateLimit
from api.requests.view import ApiView


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
