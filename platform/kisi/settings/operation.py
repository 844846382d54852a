"""Settings of running the platform: how towns are grouped, how often the platform looks after itself."""

from __future__ import annotations

from typing import Final

from kisi.settings.environment import Environment

_env = Environment()

KISI_SIZE_BANDS = (5_000, 10_000, 20_000, 50_000)
"""Where the size bands of municipalities begin and end, in inhabitants; the last is open."""

KISI_REGISTER_HITS = _env.number("KISI_REGISTER_HITS", default=12)
"""How many municipalities a look-up in the register shows at once."""

KISI_CHECK_MINUTES: Final = {
    "audit": _env.number("KISI_CHECK_AUDIT_MINUTES", default=24 * 60),
    "reconciling": _env.number("KISI_CHECK_RECONCILING_MINUTES", default=24 * 60),
    "logins": _env.number("KISI_CHECK_LOGINS_MINUTES", default=15),
    "mail": _env.number("KISI_CHECK_MAIL_MINUTES", default=5),
}
"""How often each check of the platform runs by itself (``shared.operation``)."""

KISI_CHECKS_KEPT = _env.number("KISI_CHECKS_KEPT", default=50)
"""How many results of each check are kept."""

KISI_CHECK_STALE_SECONDS = _env.number("KISI_CHECK_STALE_SECONDS", default=60)
"""A check that nobody has begun after this time is woken again."""

KISI_BROKER_PATIENCE_SECONDS = 2
"""How long a page waits for the broker before it says that the broker does not answer."""
