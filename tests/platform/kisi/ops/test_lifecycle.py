"""`kisi up` from outside: start, second start, kills of every part, the end. Nothing may be left running."""

import json
import os
import signal
import socket
import stat
import time
from pathlib import Path

import psutil
import pytest

from tests.platform.kisi.ops.platform_process import RunningPlatform, free_port, kisi

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300)]


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
    assert names == {"postgres", "valkey", "web", "worker", "provisioner", "beat"}

    assert platform.end(signal.SIGTERM) == 0
    platform.wait_until_nothing_runs(0.5)
    logs = "".join(path.read_text(errors="replace") for path in (platform.data / "logs").iterdir())
    assert len(logs) > 500
    assert not [secret for secret in secrets if secret in logs + platform.err.read_text()]
    for path in platform.data.rglob("*"):
        if path.is_file() and not path.is_symlink() and any(s in path.read_text(errors="ignore") for s in secrets):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_second_start_is_quick_and_shows_no_password(platform: RunningPlatform) -> None:
    started = time.monotonic()
    platform.start()
    assert "Passwort" not in platform.out.read_text()
    assert time.monotonic() - started < 15
    platform.end(signal.SIGTERM)


def test_only_the_provisioner_holds_the_provisioners_password(platform: RunningPlatform) -> None:
    platform.start()
    password = json.loads((platform.data / "keys.json").read_text())["provisioner_password"]
    holders = set()
    for name, pid in platform.pids().items():
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        if any(password in process.environ().values() for process in family):
            holders.add(name)
    assert holders == {"provisioner"}
    platform.end(signal.SIGTERM)


def test_second_instance_and_busy_port_are_refused_in_german(platform: RunningPlatform, folder: Path) -> None:
    platform.start()
    again = kisi("up", "--port", str(free_port()), "--data-dir", str(platform.data))
    assert again.returncode == 4
    assert f"läuft mit {platform.data} schon" in again.stderr
    busy = kisi("up", "--port", str(platform.port), "--data-dir", str(folder / "data"))
    assert busy.returncode == 5
    assert f"Port {platform.port} ist schon belegt" in busy.stderr
    assert "--port" in busy.stderr
    platform.wait_until_ready(1)
    platform.end(signal.SIGTERM)


def test_a_stranger_on_the_ipv6_loopback_counts_as_busy(folder: Path) -> None:
    port = free_port()
    with socket.socket(socket.AF_INET6) as stranger:
        stranger.bind(("::1", port))
        stranger.listen()
        assert kisi("up", "--port", str(port), "--data-dir", str(folder / "data")).returncode == 5


def test_every_program_comes_back_after_kill_9(platform: RunningPlatform) -> None:
    platform.start()
    for name, pid in platform.pids().items():
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while (new := platform.pids()[name]) in (None, pid):
            assert time.monotonic() < deadline, f"{name} did not come back"
            time.sleep(0.2)
        platform.wait_until_ready()
        assert new != pid
    # Children of a killed leader must not run on beside those of the new one.
    for name, pid in platform.pids().items():
        assert pid is not None
        leader = psutil.Process(pid).cmdline()
        twins = [p for p in platform.processes() if p.cmdline() == leader and os.getpgid(p.pid) != pid]
        assert not twins, name
    assert platform.end(signal.SIGTERM) == 0
    platform.wait_until_nothing_runs(0.5)


def test_supervisor_killed_ends_everything_and_says_so(platform: RunningPlatform) -> None:
    platform.start()
    supervisor = json.loads((platform.data / "run" / "supervisord.process.json").read_text())["pid"]
    os.kill(supervisor, signal.SIGKILL)
    assert platform.process is not None
    assert platform.process.wait(60) == 1
    assert "Prozessaufsicht" in platform.err.read_text()
    platform.wait_until_nothing_runs()


@pytest.mark.parametrize("victims", ["foreground", "foreground and supervisor", "all"])
def test_start_again_after_kill_9(platform: RunningPlatform, victims: str) -> None:
    platform.start()
    assert platform.process is not None
    supervisor = json.loads((platform.data / "run" / "supervisord.process.json").read_text())["pid"]
    targets = {
        "foreground": [platform.process.pid],
        "foreground and supervisor": [platform.process.pid, supervisor],
        "all": [process.pid for process in platform.processes()],
    }[victims]
    for pid in targets:
        os.kill(pid, signal.SIGKILL)
    platform.process.wait(10)
    assert kisi("status", "--data-dir", str(platform.data)).returncode == 3
    platform.start()
    assert platform.end(signal.SIGTERM) == 0
    platform.wait_until_nothing_runs(0.5)


def test_killed_foreground_takes_everything_with_it(platform: RunningPlatform) -> None:
    platform.start()
    platform.end(signal.SIGKILL)
    platform.wait_until_nothing_runs()


def test_down_from_a_second_terminal(platform: RunningPlatform) -> None:
    platform.start()
    assert kisi("down", "--data-dir", str(platform.data)).returncode == 0
    assert platform.process is not None
    assert platform.process.wait(1) == 0
    platform.wait_until_nothing_runs(0.5)
    assert kisi("down", "--data-dir", str(platform.data)).returncode == 0
    assert kisi("status", "--data-dir", str(platform.data)).returncode == 3


@pytest.mark.parametrize("seconds", [0.3, 0.8, 1.2, 1.8, 2.6])
def test_interrupted_at_any_moment_of_the_start(platform: RunningPlatform, seconds: float) -> None:
    platform.launch()
    time.sleep(seconds)
    status = platform.end(signal.SIGINT)
    assert status in {130, -signal.SIGINT}, platform.err.read_text()
    assert "Traceback" not in platform.err.read_text()
    platform.wait_until_nothing_runs(0.5)


def test_two_platforms_at_once(platform: RunningPlatform, folder: Path) -> None:
    platform.start()
    other = RunningPlatform(folder / "zweite", free_port())
    try:
        other.start()
        platform.wait_until_ready(1)
        assert other.end(signal.SIGTERM) == 0
        platform.wait_until_ready(1)
    finally:
        other.clean_up()
    platform.end(signal.SIGTERM)
