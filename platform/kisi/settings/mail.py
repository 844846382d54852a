"""How e-mail leaves the platform."""

from __future__ import annotations

from typing import Any

from kisi.settings.environment import Environment, WrongVariable

MODES = ("smtp", "mailbox")
SECURITY = ("starttls", "tls", "none")


def mail_mode(env: Environment, *, default: str) -> str:
    """``smtp`` sends, ``mailbox`` only keeps e-mails in the database (demo). Raises ``WrongVariable``."""
    mode = env.text("KISI_MAIL", default=default)
    if mode not in MODES:
        raise WrongVariable(f"KISI_MAIL muss „smtp“ oder „mailbox“ sein, nicht „{mode}“.")
    return mode


def mailers(env: Environment) -> dict[str, Any]:
    """Django's ``MAILERS`` from ``KISI_SMTP_…``. Raises ``WrongVariable``."""
    security = env.text("KISI_SMTP_SECURITY", default="starttls")
    if security not in SECURITY:
        raise WrongVariable(f"KISI_SMTP_SECURITY muss „starttls“, „tls“ oder „none“ sein, nicht „{security}“.")
    options = {
        "host": env.text("KISI_SMTP_HOST", default="localhost"),
        "port": env.number("KISI_SMTP_PORT", default=587, maximum=65_535),
        "username": env.text("KISI_SMTP_USER", default=""),
        "password": env.text("KISI_SMTP_PASSWORD", default=""),
        "use_tls": security == "starttls",
        "use_ssl": security == "tls",
        # Shorter than the database allows a transaction to wait: the row is locked while its mail is sent.
        "timeout": 20,
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
