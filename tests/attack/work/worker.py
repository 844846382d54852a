"""A real worker that also knows the probe's tasks."""

from __future__ import annotations

import subprocess
from contextlib import AbstractContextManager
from pathlib import Path

from tests import workers


def worker(environment: dict[str, str], log: Path, *, pool: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Run a worker with this pool (``threads``, ``prefork`` or ``solo``) until the block is left."""
    variables = {**environment, "DJANGO_SETTINGS_MODULE": "tests.attack.work.settings"}
    return workers.worker(variables, log, pool=pool, application="tests.attack.work.app")
