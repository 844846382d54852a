"""`kisi up` from outside: start, second start, kills of every part, the end. Nothing may be left running."""

import json
import os
import signal
import socket
import stat
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.platform.kisi.ops.platform_process import RunningPlatform, free_port, kisi, with_reachable_interpreter

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]


def test_first_start_says_what_it_must_and_keeps_its_secrets(platform: RunningPlatform) -> None:
    platform.start()
    lines = platform.out.read_text().splitlines()
    assert lines[-1] == f"KISI ready: http://kisi.localhost:{platform.port}"
    password = next(line.split()[-1] for line in lines if "Passwort" in line)
    keys = json.loads((platform.data / "keys.json").read_text())
    secrets = [password, *(value for name, value in keys.items() if name != "instance")]

    status = kisi("status", "--json", "--data-dir", str(platform.data))
    assert status.returncode == 0
    names = {program["name"] for program in json.loads(status.stdout)["programs"]}
    assert names == {"postgres", "valkey", "web", "worker", "provisioner", "departures", "beat"}

    assert platform.end(signal.SIGTERM) == 0
    platform.wait_until_nothing_runs(1)
    logs = "".join(path.read_text(errors="replace") for path in (platform.data / "logs").iterdir())
    assert len(logs) > 500
    assert not [secret for secret in secrets if secret in logs + platform.err.read_text()]
    for path in platform.data.rglob("*"):
        if path.is_file() and not path.is_symlink() and any(s in path.read_text(errors="ignore") for s in secrets):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_the_second_start_shows_no_password(platform: RunningPlatform) -> None:
    if not platform.data.exists():
        platform.start().end(signal.SIGTERM)
    platform.start()
    assert "Passwort" not in platform.out.read_text()


def test_only_the_provisioner_holds_the_provisioners_password(running: RunningPlatform) -> None:
    password = json.loads((running.data / "keys.json").read_text())["provisioner_password"]
    holders = set()
    for name, pid in running.pids().items():
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        if any(password in process.environ().values() for process in family):
            holders.add(name)
    assert holders == {"provisioner", "departures"}


def test_the_foreground_keeps_no_connection_with_the_provisioners_rights(running: RunningPlatform) -> None:
    """It made some for the migrations; the database is reached through a socket and nothing else is."""
    assert running.process is not None
    assert psutil.Process(running.process.pid).net_connections("unix") == []


def test_second_instance_and_busy_port_are_refused_in_german(running: RunningPlatform, folder: Path) -> None:
    again = kisi("up", "--port", str(free_port()), "--data-dir", str(running.data))
    assert again.returncode == 4
    assert f"läuft mit {running.data} schon" in again.stderr
    busy = kisi("up", "--port", str(running.port), "--data-dir", str(folder / "data"))
    assert busy.returncode == 5
    assert f"Port {running.port} ist schon belegt" in busy.stderr
    assert "--port" in busy.stderr
    running.wait_until_ready(5)


def test_django_commands_see_the_running_platform(running: RunningPlatform) -> None:
    result = kisi("manage", "--data-dir", str(running.data), "shell", "-v0", "-c", "print(6 * 7)")
    assert (result.returncode, result.stdout.strip()) == (0, "42"), result.stderr
    migrated = kisi("migrate", "--json", "--data-dir", str(running.data))
    assert json.loads(migrated.stdout)["ok"] is True


def test_two_platforms_at_once_one_of_an_ordinary_user(running: RunningPlatform, folder: Path) -> None:
    """Neither disturbs the other, and everything of the second runs as the person who started it."""
    folder.chmod(0o777)
    other = RunningPlatform(folder / "zweite", free_port())
    other.prefix = with_reachable_interpreter([]) if os.geteuid() == 0 else []
    try:
        other.start()
        owners = {process.uids().effective for process in other.processes()}
        assert len(owners) == 1
        assert owners != {0}
        running.wait_until_ready(5)
        assert other.end(signal.SIGTERM) == 0
        other.wait_until_nothing_runs(1)
        running.wait_until_ready(5)
    finally:
        other.clean_up()


def test_every_program_comes_back_after_kill_9(running: RunningPlatform) -> None:
    before = running.pids()
    assert len(before) == 7
    for pid in before.values():
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while any(pid in (None, before[name]) for name, pid in running.pids().items()):
        assert time.monotonic() < deadline, running.status()
        time.sleep(0.2)
    running.wait_until_ready()
    # Children of a killed leader must not run on beside those of the new one.
    for name, pid in running.pids().items():
        assert pid is not None
        leader = psutil.Process(pid).cmdline()
        twins = [p for p in running.processes() if p.cmdline() == leader and os.getpgid(p.pid) != pid]
        assert not twins, name


def test_killed_foreground_takes_everything_with_it_and_starts_again(running: RunningPlatform) -> None:
    running.end(signal.SIGKILL)
    running.wait_until_nothing_runs()
    assert kisi("status", "--data-dir", str(running.data)).returncode == 3
    running.start()


@pytest.mark.parametrize("victims", ["foreground and supervisor", "all"])
def test_start_again_at_once_after_kill_9(running: RunningPlatform, victims: str) -> None:
    assert running.process is not None
    supervisor = json.loads((running.data / "run" / "supervisord.process.json").read_text())["pid"]
    targets = [running.process.pid, supervisor]
    if victims == "all":
        targets += [process.pid for process in running.processes()]
    for pid in targets:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    running.process.wait(10)
    running.start()


def test_supervisor_killed_ends_everything_and_says_so(running: RunningPlatform) -> None:
    supervisor = json.loads((running.data / "run" / "supervisord.process.json").read_text())["pid"]
    os.kill(supervisor, signal.SIGKILL)
    assert running.process is not None
    assert running.process.wait(60) == 1
    assert "Prozessaufsicht" in running.err.read_text()
    running.wait_until_nothing_runs(1)


def test_down_from_a_second_terminal(running: RunningPlatform) -> None:
    assert kisi("down", "--data-dir", str(running.data)).returncode == 0
    assert running.process is not None
    assert running.process.wait(5) == 0
    running.wait_until_nothing_runs(1)
    assert kisi("down", "--data-dir", str(running.data)).returncode == 0
    assert kisi("status", "--data-dir", str(running.data)).returncode == 3


STEPS = ["Server starten", "Datenbank vorbereiten", "Stammdaten laden", "Auf Bereitschaft warten"]


@pytest.mark.parametrize("step", STEPS)
def test_interrupted_in_any_step_of_the_start(platform: RunningPlatform, step: str) -> None:
    process = platform.launch()
    deadline = time.monotonic() + 240
    while step not in platform.err.read_text():
        assert process.poll() is None, platform.err.read_text()
        assert time.monotonic() < deadline, platform.err.read_text()
        time.sleep(0.01)
    assert platform.end(signal.SIGINT) == 130, platform.err.read_text()
    assert "Traceback" not in platform.err.read_text()
    platform.wait_until_nothing_runs(1)


def test_a_program_that_cannot_start_is_named(platform: RunningPlatform) -> None:
    """Not "not ready after 60 seconds": which program, and where its log is."""
    address = f"http://kisi.localhost:{platform.port}"
    platform.more_environment = {"KISI_BASE_URL": address, "GRANIAN_LOG_LEVEL": "nonsense"}
    try:
        assert platform.launch().wait(240) == 1
        assert "web startet nicht" in platform.err.read_text()
        assert str(platform.data / "logs" / "web.log") in platform.err.read_text()
        platform.wait_until_nothing_runs(1)
    finally:
        platform.more_environment = {}
        platform.clean_up()


def test_an_unusable_data_directory_is_explained(folder: Path) -> None:
    (folder / "file").touch()
    for path in (folder / "file", folder / "file" / "below"):
        result = kisi("up", "--data-dir", str(path))
        assert result.returncode == 1
        assert "--data-dir" in result.stderr
        assert "Traceback" not in result.stderr


def test_a_stranger_on_the_ipv6_loopback_counts_as_busy(folder: Path) -> None:
    port = free_port()
    with socket.socket(socket.AF_INET6) as stranger:
        stranger.bind(("::1", port))
        stranger.listen()
        assert kisi("up", "--port", str(port), "--data-dir", str(folder / "data")).returncode == 5
