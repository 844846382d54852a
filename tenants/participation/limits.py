"""Limits against floods: counted for each network and wave, with nothing kept about anybody.

The network's prefix is put through an HMAC whose salt is random, changes every day and lives only in
the cache; neither the address nor the salt is ever stored or logged. A counter lives as long as its period.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from typing import Final

import structlog
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from redis.exceptions import RedisError

from kisi.tenancy.cache import one_more
from tenants.surveys.models import SurveySettings, Wave

MINUTE: Final = 60
TEN_MINUTES: Final = 600
HOUR: Final = 3_600
DAY: Final = 86_400
PREFIX_V4: Final = 24
PREFIX_V6: Final = 56
_log = structlog.get_logger(__name__)


def may_start(request: HttpRequest, wave: Wave, settings: SurveySettings) -> bool:
    """Whether this network, and the wave as a whole, may begin another sheet."""
    here = _counts(f"start:{wave.pk}:{network_mark(request)}", settings.starts_per_hour, HOUR)
    return here and _counts(f"starts:{wave.pk}", settings.wave_starts_per_hour, HOUR)


def may_send(request: HttpRequest, wave: Wave, settings: SurveySettings) -> bool:
    """Whether this network, and the wave as a whole, may take another page."""
    here = _counts(f"send:{wave.pk}:{network_mark(request)}", settings.sends_per_minute, MINUTE)
    return here and _counts(f"wave:{wave.pk}", settings.wave_sends_per_minute, MINUTE)


def may_try_code(request: HttpRequest, wave: Wave, settings: SurveySettings) -> bool:
    """Whether this network may try another code: guessing one takes 49 bits."""
    return _counts(f"code:{wave.pk}:{network_mark(request)}", settings.code_tries, TEN_MINUTES)


def network_mark(request: HttpRequest) -> str:
    """The same word all day for one network, and no way back to it."""
    try:
        salt = _salt_of_today()
    except RedisError:
        return "unknown"
    return hmac.new(salt, network_of(request).encode(), hashlib.sha256).hexdigest()[:32]


def network_of(request: HttpRequest) -> str:
    """The prefix of the address a request comes from: /24 or /56."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request) or "")
    except ValueError:
        return "unknown"
    length = PREFIX_V4 if address.version == 4 else PREFIX_V6
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))


def _salt_of_today() -> bytes:
    key = f"participation:salt:{timezone.localdate():%Y%m%d}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        cache.add(key, secrets.token_bytes(32), timeout=DAY)
        kept = cache.get(key)
    return kept or secrets.token_bytes(32)


def _counts(key: str, limit: int, period: int) -> bool:
    """One more of these; whether it is within the limit. A cache that does not answer stops nobody."""
    name = f"participation:limit:{key}:{int(time.time()) // period}"
    try:
        return one_more(name, seconds=period) <= limit
    except RedisError:
        _log.warning("participation_limits_not_counted")
        return True
