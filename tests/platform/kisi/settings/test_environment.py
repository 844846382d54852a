"""A wrong variable stops the start with one German sentence that names it (CONTRACT.md), whatever is wrong with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from kisi.settings.environment import Environment, WrongVariable

ROOT: Final = Path(__file__).parents[4]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "kisi.settings.production",
    "KISI_SECRET_KEY": "x" * 50,
    "KISI_BASE_URL": "https://kisi.example",
    "KISI_REDIS_URL": "rediss://:secret@broker.example:6379/0",
    "KISI_DATABASE_URL": "postgresql://database:5432/kisi",
}
WRONG = [
    "KISI_API_MAX_BODY=abc",
    "KISI_API_MAX_BODY=-1",
    "KISI_API_MAX_BODY=٣",
    f"KISI_API_MAX_BODY={'9' * 5_000}",
    "KISI_API_TOKEN_SECONDS=99999999999",
    "KISI_BASE_URL=ftp://kisi.example",
    "KISI_BASE_URL=https://kisi example",
    "KISI_BASE_URL=https://kisi.example/pfad",
    "KISI_BASE_URL=https://",
    "KISI_DATABASE_URL=mysql://database/kisi",
    "KISI_DATABASE_URL=postgresql://somebody@database/kisi",
    "KISI_LIMIT_FAILED_SIGN_IN=20/m/ip,5/m/alle",
    "KISI_LIMIT_SIGN_IN=oft",
    "KISI_LIMIT_SITE_FEEDBACK=0/m/ip",
    "KISI_LOG_JSON=vielleicht",
    "KISI_MAIL=post",
    "KISI_METRICS_NETWORKS=10.2.0.0/33",
    "KISI_OFFBOARDING_GRACE_DAYS=3651",
    "KISI_PERMITTED_NETWORKS=zuhause",
    "KISI_REDIS_URL=broker:6379",
    "KISI_REDIS_URL=http://broker:6379",
    "KISI_REDIS_URL=redis://",
    "KISI_REDIS_URL=redis://broker:nummer/0",
    "KISI_SECRET_KEY=kurz",
    "KISI_SECRET_KEY_FILE=/nonexistent/key",
    "KISI_SENT_FORM_DAYS=99999999",
    "KISI_SESSION_HOURS=0",
    "KISI_SMTP_PORT=99999",
    "KISI_SMTP_SECURITY=etwas",
]
LOADING = """
import sys, django
from kisi.settings.environment import WrongVariable
import os
for line in sys.stdin.read().splitlines():
    name, _, value = line.partition("=")
    kept = os.environ.get(name)
    os.environ[name] = value
    for module in [one for one in sys.modules if one.startswith("kisi.settings.") and "environment" not in one]:
        del sys.modules[module]
    try:
        __import__(os.environ["DJANGO_SETTINGS_MODULE"])
        print("started")
    except WrongVariable as error:
        print(str(error).replace(chr(10), " / "))
    del os.environ[name]
    if kept is not None:
        os.environ[name] = kept
"""
"""Loads the settings once for each line of its input, as the web process does when it starts."""


@pytest.fixture(scope="module")
def sentences() -> dict[str, str]:
    """What each wrong variable stops the start with."""
    environment = {**{name: value for name, value in os.environ.items() if not name.startswith("KISI_")}, **GOOD}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "platform"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-P", "-c", LOADING],
        input="\n".join([*WRONG, "KISI_LOG_JSON=true"]),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    *found, good = done.stdout.splitlines()
    assert good == "started"
    return dict(zip(WRONG, found, strict=True))


@pytest.mark.parametrize("variable", WRONG, ids=lambda variable: variable[:60])
def test_a_wrong_variable_stops_the_start_with_a_sentence_that_names_it(
    variable: str, sentences: dict[str, str]
) -> None:
    name = variable.partition("=")[0]
    assert sentences[variable].startswith(f"{name} ")
    assert sentences[variable].endswith(".")
    assert "secret" not in sentences[variable]


def test_an_address_of_the_broker_is_never_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds a password, and this sentence lands in a log."""
    monkeypatch.setenv("KISI_REDIS_URL", "http://:geheim@broker:6379")
    with pytest.raises(WrongVariable) as refused:
        Environment().broker("KISI_REDIS_URL")
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("limits", ["60/m/ip", "20/m/ip,5/300s/key", "20/m/ip, 5/10m/key", "5/d", "1/2h/user"])
def test_limits_as_the_library_reads_them(limits: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is let through is what django-allauth can read."""
    from allauth.core.internal.ratelimit import parse_rates

    monkeypatch.setenv("KISI_LIMIT_SIGN_IN", limits)
    assert parse_rates(Environment().limits("KISI_LIMIT_SIGN_IN", default=""))
