"""Every setting that can be set stands in deploy/env.example, once, and nothing else does (CONTRACT.md)."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
_READ: Final = re.compile(
    r'env\.(?:text|secret|flag|number|days|limits|path|base_url|networks|database|broker)\(\s*"(KISI_[A-Z_]+)"'
)
_LISTED: Final = re.compile(r"^(?:# )?(KISI_[A-Z_]+)=", re.MULTILINE)
READ_ELSEWHERE: Final = {
    "KISI_SUPERUSER_URL": "setting up, not the platform itself",
    "KISI_WEB_PROCESSES": "the start of the web server",
    "KISI_MAIL": "which way e-mail goes, read by name in settings/mail.py",
}
"""Settings that are not read by ``Environment``."""


def names_read() -> set[str]:
    """The names the settings modules ask for."""
    modules = (ROOT / "platform" / "kisi" / "settings").glob("*.py")
    return {name for module in modules for name in _READ.findall(module.read_text())}


def names_listed() -> Counter[str]:
    """The names in deploy/env.example, with how often each stands there."""
    return Counter(_LISTED.findall((ROOT / "deploy" / "env.example").read_text()))


def test_what_is_read_is_listed() -> None:
    assert len(names_read()) > 50, "nothing was looked at"
    assert names_read() - set(names_listed()) == set()


def test_what_is_listed_is_read_and_stands_once() -> None:
    assert set(names_listed()) - names_read() - set(READ_ELSEWHERE) == set()
    assert [name for name, times in names_listed().items() if times > 1] == []


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({"KISI_BASE_DOMAIN": "kisi.example"}, "https://kisi.example"),
        ({"KISI_BASE_DOMAIN": "kisi.example", "KISI_BASE_URL": "http://other.example:81"}, "http://other.example:81"),
        ({}, "http://kisi.localhost:8000"),
    ],
)
def test_the_name_of_the_installation_is_enough(variables: dict[str, str], address: str) -> None:
    """Whoever sets up real servers may name the host alone."""
    code = "from kisi.settings import base; print(base.KISI_BASE_URL)"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
            "KISI_SECRET_KEY": "x" * 40,
            "KISI_DATABASE_URL": "postgresql://db.example/kisi",
            "KISI_REDIS_URL": "redis://broker.example",
            **variables,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == address
