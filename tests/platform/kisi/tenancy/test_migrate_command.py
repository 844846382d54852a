"""``manage.py migrate`` works the way people type it, not only when code calls it."""

from __future__ import annotations

import subprocess
import sys


def test_migrate_from_the_command_line(environment: dict[str, str]) -> None:
    """A process of its own, as an operator starts it: three municipalities are current already."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "django", "migrate"], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "3 waren aktuell" in done.stdout
