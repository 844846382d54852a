"""The unprivileged account that runs the servers when the caller is root (PostgreSQL refuses to be root)."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kisi.ops.servers.errors import ServerError

SERVICE_ACCOUNT = "kisi-server"
FALLBACK_ACCOUNT = "nobody"


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """A user without rights of its own; `uid` and `gid` as in the system's user table."""

    name: str
    uid: int
    gid: int

    def can_enter(self, directory: Path) -> bool:
        """Whether this user reaches `directory` through all folders above it, asked of the system itself."""
        probe = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(directory)]
        return subprocess.run(  # noqa: S603 - fixed command, the path is an argument
            probe, user=self.uid, group=self.gid, extra_groups=[], cwd="/", check=False, capture_output=True
        ).returncode == 0  # fmt: skip

    def take(self, path: Path) -> None:
        """Make this user the owner of one file or folder."""
        os.chown(path, self.uid, self.gid, follow_symlinks=False)


@cache
def service_account() -> ServiceAccount | None:
    """The account for the servers: None for an ordinary caller, who runs them as themselves.

    Root gets a system user of its own, made at the first use; where users cannot be made (no `useradd`, a
    read-only system) the existing `nobody` serves. Raises ServerError if neither is there.
    """
    if os.geteuid() != 0:
        return None
    entry = _entry(SERVICE_ACCOUNT) or _make_account() or _entry(FALLBACK_ACCOUNT)
    if entry is None or entry.pw_uid == 0:
        raise ServerError(
            "Als root braucht der eingebettete Server ein Benutzerkonto ohne Rechte. Legen Sie es an: "
            f"useradd --system {SERVICE_ACCOUNT}"
        )
    return ServiceAccount(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _make_account() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return None
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT]
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - two callers at once: one of them fails
    return _entry(SERVICE_ACCOUNT)
