"""Reads ``KISI_…`` variables; a wrong one stops the start with one German sentence that names it."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_PATIENCE: Final = {
    "connect_timeout": 5,
    # A server that is gone without a word is noticed after half a minute, also by whoever waits for its answer.
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""How long libpq waits, in seconds (the last one in milliseconds); the address may say otherwise."""


_HIGHEST: Final = 1_000_000_000
"""What a number may be at most unless its setting says less: nothing that is counted in seconds leaves the calendar."""
_DAYS: Final = 36_500
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
_LIMIT: Final = re.compile(r"[1-9]\d*/(\d+)?[smhd](/(ip|user|key))?")


class WrongVariable(ImproperlyConfigured):
    """An environment variable is missing or cannot be used."""


class Environment:
    """Typed access to the process's environment. Every method raises ``WrongVariable``."""

    def text(self, name: str, *, default: str | None = None) -> str:
        """A plain value, or the content of the file that ``NAME_FILE`` points to."""
        if path := os.environ.get(f"{name}_FILE"):
            return _content_of(f"{name}_FILE", path)
        value = os.environ.get(name, default)
        if value is None:
            raise WrongVariable(f"{name} ist nicht gesetzt. Alle Einstellungen stehen in deploy/env.example.")
        return value

    def secret(self, name: str) -> str:
        """A secret of at least 32 characters."""
        value = self.text(name)
        if len(value) < 32:
            raise WrongVariable(f"{name} ist zu kurz: Es müssen mindestens 32 Zeichen sein.")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """``1/true/yes/on`` or ``0/false/no/off``."""
        value = os.environ.get(name, "").strip().lower()
        if value in {"1", "true", "yes", "on", "ja"}:
            return True
        if value in {"0", "false", "no", "off", "nein"}:
            return False
        if value:
            raise WrongVariable(f"{name} muss „true“ oder „false“ sein, nicht „{value}“.")
        return default

    def number(self, name: str, *, default: int, minimum: int = 1, maximum: int = _HIGHEST) -> int:
        """A whole number from ``minimum`` to ``maximum``."""
        value = os.environ.get(name, "")
        if not value:
            return default
        if not (value.isascii() and value.isdecimal() and len(value) < 20 and minimum <= int(value) <= maximum):
            raise WrongVariable(f"{name} muss eine ganze Zahl von {minimum} bis {maximum} sein, nicht „{value}“.")
        return int(value)

    def days(self, name: str, *, default: int) -> int:
        """A number of days that still ends at a date."""
        return self.number(name, default=default, maximum=_DAYS)

    def limits(self, name: str, *, default: str) -> str:
        """How often something may be tried, such as ``20/m/ip,5/300s/key``."""
        value = self.text(name, default=default)
        if not all(_LIMIT.fullmatch(part.strip()) for part in value.split(",")):
            raise WrongVariable(f"{name} muss wie 20/m/ip,5/300s/key aussehen, nicht wie „{value}“.")
        return value

    def broker(self, name: str) -> str:
        """``redis://…`` or ``rediss://…`` with a host, or empty; never repeated in a message: it holds a password."""
        value = self.text(name, default="")
        try:
            parts = urlsplit(value)
            valid = parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            valid = False
        if value and not valid:
            raise WrongVariable(f"{name} muss wie redis://:passwort@server:6379/0 aussehen (verschlüsselt: rediss).")
        return value

    def networks(self, name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
        """Networks such as ``10.1.0.0/16``, separated by commas; none by default."""
        listed = (part.strip() for part in self.text(name, default="").split(","))
        try:
            return [ipaddress.ip_network(network) for network in listed if network]
        except ValueError as error:
            raise WrongVariable(f"{name} muss Netze wie 10.1.0.0/16 enthalten, mit Komma getrennt.") from error

    def path(self, name: str, *, default: Path) -> Path:
        """A file system path, made absolute."""
        return Path(os.environ.get(name) or default).absolute()

    def base_url(self, name: str, *, default: str) -> str:
        """Scheme, host and port without a path, such as ``https://kisi.hessen.example``."""
        value = self.text(name, default=default).rstrip("/")
        try:
            parts = urlsplit(value)
            valid = parts.scheme in {"http", "https"} and not parts.path and _HOST.fullmatch(parts.hostname or "")
            _ = parts.port
        except ValueError:
            valid = False
        if not valid:
            raise WrongVariable(f"{name} muss eine Adresse wie https://kisi.example sein, nicht „{value}“.")
        return value

    def database(self, name: str) -> dict[str, Any]:
        """``postgresql://host:port/database`` or ``postgresql:///database?host=/folder&port=5432``, without a user."""
        parts = urlsplit(self.text(name))
        if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
            raise WrongVariable(f"{name} muss wie postgresql://server:5432/kisi aussehen.")
        if parts.username or parts.password:
            raise WrongVariable(
                f"{name} darf keine Anmeldung enthalten: Jede Kommune meldet sich mit ihrer eigenen Rolle an."
            )
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "kisi.tenancy.backend",
            "NAME": unquote(parts.path.strip("/")),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": query.pop("port", str(parts.port or "")),
            "USER": "",
            "PASSWORD": "",
            "CONN_MAX_AGE": 0,
            "OPTIONS": {**_PATIENCE, **query},
        }


def _content_of(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise WrongVariable(f"{name} kann nicht gelesen werden: {error.strerror}.") from error
