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
    "tables": _env.number("KISI_CHECK_TABLES_MINUTES", default=24 * 60),
    "mail": _env.number("KISI_CHECK_MAIL_MINUTES", default=5),
}
"""How often each check of the platform runs by itself (``shared.operation``)."""

KISI_CHECKS_KEPT = _env.number("KISI_CHECKS_KEPT", default=50)
"""How many results of each check are kept."""

KISI_CHECK_STALE_SECONDS = _env.number("KISI_CHECK_STALE_SECONDS", default=60)
"""A check that nobody has begun after this time is woken again."""

KISI_BROKER_PATIENCE_SECONDS = 2
"""How long a page waits for the broker before it says that the broker does not answer."""

KISI_WAKE_UP_SECONDS = 1
"""How long a request waits for the broker to take a message, and how long no other is tried after it did not."""

KISI_CHECK_LIMIT_SECONDS = _env.number("KISI_CHECK_LIMIT_SECONDS", default=900)
"""A check that has been running for longer than this was killed and is begun again."""

KISI_MAIL_LOOK_BACK_DAYS = _env.days("KISI_MAIL_LOOK_BACK_DAYS", default=7)
"""How long an undeliverable e-mail counts as something to look at."""

KISI_MAIL_KEPT_DAYS = _env.days("KISI_MAIL_KEPT_DAYS", default=90)
"""How long it stays known to whom an e-mail was sent, and with which subject."""

KISI_MAIL_OVERDUE_MINUTES = _env.number("KISI_MAIL_OVERDUE_MINUTES", default=60)
"""A waiting e-mail that is older than this counts as something to look at."""

KISI_SILENCE_SECONDS = _env.number("KISI_SILENCE_SECONDS", default=60)
"""So long worker and beat may show no sign of life before the operation's pages warn."""
