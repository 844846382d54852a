"""Records, launcher and leftovers: only what was started here is ever ended."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from kisi.ops.processes import RecordedProcess
from kisi.ops.programs import Program
from kisi.ops.servers.launcher import process_identity

SLEEP = [sys.executable, "-I", "-c", "import time; time.sleep(60)"]
PARENT_OF_SLEEP = [sys.executable, "-I", "-c", f"import subprocess; subprocess.run({SLEEP!r})"]


def program(folder: Path, argv: list[str]) -> Program:
    """A program that is recorded in the folder."""
    return Program(name="sleep", argv=argv, environment={}, directory=folder, record=folder / "sleep.process.json")


def launch(folder: Path, argv: list[str]) -> tuple[subprocess.Popen[bytes], RecordedProcess]:
    """Start it through the launcher and wait for the record."""
    child = subprocess.Popen(program(folder, argv).describe(folder / "sleep.program.json"))
    deadline = time.monotonic() + 20
    while (record := RecordedProcess.read(folder / "sleep.process.json")) is None or record.pid != child.pid:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return child, record


def wait_for_children(pid: int, count: int) -> list[psutil.Process]:
    """The children, once there are that many."""
    deadline = time.monotonic() + 20
    while len(children := psutil.Process(pid).children()) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return children


def test_a_recorded_process_is_found_and_ended(tmp_path: Path) -> None:
    child, record = launch(tmp_path, SLEEP)
    assert record.alive
    assert record.end(signals=[(signal.SIGTERM, 10)])
    assert not record.alive
    child.wait(1)


def test_a_reused_number_is_not_touched(tmp_path: Path) -> None:
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    try:
        identity = process_identity(stranger.pid)
        assert identity is not None
        record = RecordedProcess("sleep", stranger.pid, f"{identity}0")
        assert not record.alive
        assert record.end(signals=[(signal.SIGKILL, 1)])
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_the_program_dies_with_its_parent(tmp_path: Path) -> None:
    """Even when the parent is killed and can tell nobody."""
    command = program(tmp_path, SLEEP).describe(tmp_path / "sleep.program.json")
    parent = subprocess.Popen([sys.executable, "-I", "-c", f"import subprocess; subprocess.run({command!r})"])
    deadline = time.monotonic() + 20
    while (record := RecordedProcess.read(tmp_path / "sleep.process.json")) is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(0.2)
    parent.kill()
    parent.wait()
    assert record.wait(5)


def test_the_next_start_ends_what_a_killed_leader_left(tmp_path: Path) -> None:
    first, record = launch(tmp_path, PARENT_OF_SLEEP)
    orphan = wait_for_children(record.pid, 1)[0]
    first.kill()
    first.wait()
    assert orphan.is_running()
    second, _ = launch(tmp_path, SLEEP)
    try:
        assert not psutil.pid_exists(orphan.pid) or orphan.status() == psutil.STATUS_ZOMBIE
    finally:
        second.kill()
        second.wait()


def test_a_program_is_not_started_twice(tmp_path: Path) -> None:
    first, record = launch(tmp_path, SLEEP)
    try:
        command = program(tmp_path, SLEEP).describe(tmp_path / "sleep.program.json")
        second = subprocess.run(command, capture_output=True, text=True, timeout=20)
        assert second.returncode == 1
        assert f"already running as process {record.pid}" in second.stderr
    finally:
        first.kill()
        first.wait()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give rights away")
def test_a_service_account_keeps_no_rights_of_root(tmp_path: Path) -> None:
    from kisi.ops.servers.accounts import service_account

    account = service_account()
    assert account is not None
    output = tmp_path / "status"
    output.touch()
    account.take(output)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        assert not account.can_enter(folder) or folder.stat().st_mode & 0o001
    cat = Program(
        name="cat", argv=["/bin/cat", "/proc/self/status"], environment={}, directory=Path("/"),
        record=tmp_path / "cat.process.json", account=account,
    )  # fmt: skip
    command = cat.describe(tmp_path / "cat.program.json")
    status = subprocess.run(command, capture_output=True, text=True, extra_groups=[0, 4, 27]).stdout
    lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert lines["Uid"].split() == [str(account.uid)] * 4
    assert lines["Gid"].split() == [str(account.gid)] * 4
    assert lines["Groups"].split() == []
    assert int(lines["CapEff"], 16) == int(lines["CapPrm"], 16) == 0


def test_descriptions_with_secrets_are_private(tmp_path: Path) -> None:
    path = tmp_path / "program.json"
    program(tmp_path, SLEEP).describe(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())["argv"] == SLEEP
