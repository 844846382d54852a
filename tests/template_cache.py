"""The filled PostgreSQL cluster of an earlier test run, kept as long as nothing that made it changed.

Making it (initdb, all migrations, three municipalities) is most of what a short test run would wait for.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
KEPT: Final = ROOT / ".kisi" / "test-clusters"
MADE_FROM: Final = (
    "requirements.lock",
    "tests/servers.py",
    "tests/template_cache.py",
    "platform/kisi/grants.py",
    "platform/kisi/core/*.py",
    "platform/kisi/settings/*.py",
    "platform/kisi/tenancy/**/*.py",
    "platform/kisi/ops/servers/*.py",
    "shared/municipalities/models/*.py",
    "*/**/migrations/*.py",
)
"""Everything that has a say in the cluster's content."""
MOST: Final = 3


def fingerprint() -> str:
    """What the cluster would be made from now."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in MADE_FROM for path in ROOT.glob(pattern)}):
        if ".venv" not in path.parts:
            digest.update(f"{path.relative_to(ROOT)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time asks for the cluster and makes it: who waited finds it made."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with KEPT.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def bring_back(cluster: Path) -> bool:
    """Put a kept cluster at its place; False when there is none for the present state."""
    kept = KEPT / fingerprint()
    if not kept.is_dir():
        return False
    _copy(kept, cluster)
    return True


def keep(cluster: Path) -> None:
    """Keep a cluster whose server has been stopped; the oldest ones make room."""
    KEPT.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=KEPT))
    _copy(cluster, draft / "cluster")
    target = KEPT / fingerprint()
    if not target.exists():
        (draft / "cluster").rename(target)
    shutil.rmtree(draft, ignore_errors=True)
    by_age = sorted(KEPT.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in by_age[MOST:]:
        shutil.rmtree(old, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    """With owner and rights: the server refuses a folder that others may read."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
