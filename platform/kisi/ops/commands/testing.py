"""`kisi test`: everything the tests need, then pytest with the given arguments."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import typer

from kisi.ops.console import Reporter
from kisi.ops.data_directory import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MOST_WORKERS = 4
"""Every worker has a PostgreSQL of its own: beyond this memory runs short before cores do."""
PASS_THROUGH = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def test(context: typer.Context) -> None:
    """Installiert, was die Tests brauchen, und führt sie aus. Alle Argumente gehen an pytest.

    Ohne Argumente laufen alle Tests, auf mehrere Prozesse verteilt (KISI_TEST_WORKERS; sonst je Kern einer, bis vier).
    """
    browser = ensure_browser(Reporter())
    environment = os.environ | ({"KISI_CHROMIUM": browser} if browser else {})
    arguments = [absolute_if_path(argument) for argument in context.args] or side_by_side(wanted_workers())
    command = [
        sys.executable,
        "-P",
        "-m",
        "pytest",
        "--rootdir",
        str(ROOT),
        "-c",
        str(ROOT / "pyproject.toml"),
    ]
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(sys.executable, [*command, *arguments], environment)  # noqa: S606 - becomes pytest


def wanted_workers() -> int:
    """How many processes share the whole suite: `$KISI_TEST_WORKERS`, or one for each core up to MOST_WORKERS."""
    return int(os.environ.get("KISI_TEST_WORKERS") or min(os.cpu_count() or 1, MOST_WORKERS))


def side_by_side(workers: int) -> list[str]:
    """The arguments with which pytest-xdist deals the suite out, file by file in the order of tests/dealing.py."""
    return ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"] if workers > 1 else []


def absolute_if_path(argument: str) -> str:
    """A test's path as seen from the caller's directory, made absolute; anything else unchanged."""
    path, separator, rest = argument.partition("::")
    if argument.startswith("-") or not Path(path).exists():
        return argument
    return f"{Path(path).absolute()}{separator}{rest}"


def ensure_browser(reporter: Reporter) -> str | None:
    """The Chromium for browser tests; installed where the caller may. None, said loudly, if there is none."""
    if (found := find_browser()) is not None:
        return found
    reason = _install_browser(reporter)
    if (found := find_browser()) is not None:
        return found
    reporter.warn(f"ACHTUNG: Es ist kein Chromium da ({reason}). Die Browsertests werden ausgelassen.")
    return None


def find_browser() -> str | None:
    """`$KISI_CHROMIUM` or the first Chromium on PATH."""
    names = (os.environ.get("KISI_CHROMIUM", ""), *BROWSERS)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def _install_browser(reporter: Reporter) -> str:
    """Try to install Chromium from Debian's packages; returns why it did not work."""
    apt = shutil.which("apt-get")
    if apt is None or not Path("/etc/debian_version").exists():
        return "kein Debian oder Ubuntu: Installieren Sie Chromium selbst"
    if os.geteuid() != 0:
        return "nur root darf es installieren: apt-get install chromium"
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    wait = ["-o", "DPkg::Lock::Timeout=120"]
    for title, command in (
        ("Paketlisten holen", [apt, *wait, "update"]),
        ("Chromium installieren", [apt, *wait, "install", "-y", "chromium"]),
    ):
        with reporter.step(title):
            result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if result.returncode != 0:
            lines = (result.stderr or result.stdout).strip().splitlines()
            return f"{title}: {lines[-1] if lines else 'apt-get scheiterte'}"
    return "das Paket chromium enthält kein Programm chromium"
