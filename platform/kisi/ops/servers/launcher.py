"""Start one program the way a supervisor wants it: recorded, tied to its parent, without root's rights.

Run as a script (`python -I launcher.py program.json`) and therefore free of imports from the project: at
this point neither the path nor the environment of the project has to be in order. The file says what to run
(see `kisi.ops.programs.Program`); secrets travel in it (mode 0600), never on the command line.
"""

import ctypes
import json
import os
import pathlib
import signal
import sys
import time
from typing import Any

PR_SET_PDEATHSIG = 1


def process_identity(pid: int) -> str | None:
    """What tells this process from a later one with the same number; None if there is no such process.

    On Linux the boot and the start time in clock ticks, which no clock change moves; elsewhere the start
    time as psutil reports it.
    """
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
        boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None if sys.platform == "linux" else _identity_without_proc(pid)
    state, *rest = stat.rpartition(")")[2].split()
    return None if state == "Z" else f"{boot}:{rest[18]}"


def _identity_without_proc(pid: int) -> str | None:
    import psutil

    try:
        return f"{psutil.Process(pid).create_time():.2f}"
    except psutil.Error:
        return None


def write_private(path: pathlib.Path, text: str) -> None:
    """Write a file of mode 0600 in one step: a reader sees the old text or the new one, never half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def end_group(record: dict[str, Any], *, patience: float = 2.0) -> None:
    """End what a program whose leader is gone left in its process group.

    A pool's children outlive a leader that was killed and would keep its port. A group's number is not given
    away while the group has members, so a group led by the recorded number is ours as long as the machine has
    not been started anew (then the recorded boot differs) and the number belongs to no new process.
    """
    group, identity = int(record["pid"]), str(record["identity"])
    same_boot = (process_identity(os.getpid()) or "").partition(":")[0] == identity.partition(":")[0]
    if not same_boot or group == os.getpgrp() or process_identity(group) is not None:
        return
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
        time.sleep(0.05)


def _tie_to_parent(death_signal: int, parent: int) -> None:
    """Have the kernel send `death_signal` when the parent dies, even by SIGKILL (Linux only)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:  # it died before the call: nobody would ever send the signal
        sys.exit("launcher: the parent is gone")


def _drop_privileges(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setresgid(gid, gid, gid) if hasattr(os, "setresgid") else os.setgid(gid)
    os.setresuid(uid, uid, uid) if hasattr(os, "setresuid") else os.setuid(uid)


def _record(path: pathlib.Path, name: str) -> None:
    if path.is_file():
        try:
            earlier = json.loads(path.read_text())
            if process_identity(int(earlier["pid"])) == earlier["identity"] and earlier["pid"] != os.getpid():
                sys.exit(f"launcher: {name} is already running as process {earlier['pid']}")
            end_group(earlier)
        except (ValueError, KeyError, TypeError):
            path.unlink()  # half-written by a version or disk that failed; nothing can be learned from it
    own = {"name": name, "pid": os.getpid(), "identity": process_identity(os.getpid())}
    write_private(path, json.dumps(own))


def main(description: str) -> None:
    """Become the described program; does not return."""
    program = json.loads(pathlib.Path(description).read_text(encoding="utf-8"))
    parent = os.getppid()
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    _record(pathlib.Path(program["record"]), program["name"])
    os.umask(0o077)
    os.chdir(program["directory"])
    if program["account"] is not None:
        _drop_privileges(*program["account"])
    _tie_to_parent(program["death_signal"], parent)
    try:
        os.execve(program["argv"][0], program["argv"], program["environment"])  # noqa: S606 - the point of it
    except OSError as error:
        sys.exit(f"launcher: {program['argv'][0]}: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1])
