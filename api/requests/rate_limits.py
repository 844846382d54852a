"""How often a client may call, and what the answer says about it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

import structlog
from django.conf import settings
from redis import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from kisi.tenancy.cache import one_more

_log = structlog.get_logger(__name__)
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Quota:
    """So many requests (``limit``) in so many seconds (``window``) under one name."""

    name: str
    limit: int
    window: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a client stands in a quota: requests ``left``, seconds until it is full again (``reset``)."""

    quota: Quota
    left: int
    reset: int

    def headers(self) -> dict[str, str]:
        """The fields of the current IETF draft (RateLimit-Policy, RateLimit) and the older ones most clients read."""
        name, limit, window = self.quota.name, self.quota.limit, self.quota.window
        return {
            "RateLimit-Policy": f'"{name}";q={limit};w={window}',
            "RateLimit": f'"{name}";r={self.left};t={self.reset}',
            "RateLimit-Limit": str(limit),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.reset),
        }


class RateLimit(BaseThrottle):
    """Counts in fixed windows in the cache, so that all processes count together.

    The subclasses say whose requests are counted under which quota. Without a cache nobody is turned away: the limit
    protects from eager programs, the token from strangers.
    """

    def quota(self, request: Request) -> Quota:
        """Which quota the request counts towards."""
        raise NotImplementedError

    def identity(self, request: Request) -> str:
        """Whose request it is."""
        raise NotImplementedError

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request; False where the quota is used up."""
        quota = self.quota(request)
        try:
            used, reset = _count(quota, self.identity(request))
        except (RedisError, OSError) as error:
            _log.warning("rate_limit_without_cache", exc_info=error)
            return True
        view.standing = self.standing = Standing(quota, max(0, quota.limit - used), reset)
        return used <= quota.limit

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.standing.reset


class ClientRateLimit(RateLimit):
    """One quota for reading and one for writing, for each client."""

    def quota(self, request: Request) -> Quota:
        """By the method."""
        if request.method in SAFE_METHODS:
            return Quota("read", settings.KISI_API_READS_PER_MINUTE, 60)
        return Quota("write", settings.KISI_API_WRITES_PER_MINUTE, 60)

    def identity(self, request: Request) -> str:
        """The client's number."""
        token: Any = request.auth
        return f"client-{token.application_id}"


class OpenRateLimit(RateLimit):
    """Calls that need no token, for each address they come from; counted for each municipality on its own."""

    def quota(self, request: Request) -> Quota:
        """The same for all."""
        return Quota("open", settings.KISI_API_OPEN_READS_PER_MINUTE, 60)

    def identity(self, request: Request) -> str:
        """The address, as DRF finds it (``NUM_PROXIES``)."""
        return f"address-{self.get_ident(request)}"


class TokenRateLimit(RateLimit):
    """Tries at the token endpoint, for each address they come from."""

    def quota(self, request: Request) -> Quota:
        """The same for all."""
        return Quota("token", settings.KISI_API_TOKENS_PER_MINUTE, 60)

    def identity(self, request: Request) -> str:
        """The address, as DRF finds it (``NUM_PROXIES``)."""
        return f"address-{self.get_ident(request)}"


def _count(quota: Quota, identity: str) -> tuple[int, int]:
    """Requests in the current window with this one, and seconds until the next."""
    now = int(time.time())
    window, passed = divmod(now, quota.window)
    key = f"rate-limit:{quota.name}:{identity}:{window}"
    return one_more(key, seconds=quota.window + 5), quota.window - passed
