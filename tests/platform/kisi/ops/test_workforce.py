"""How many processes answer requests, and that what they count adds up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kisi.ops.data_directory import DataDirectory
from kisi.ops.exit_codes import CommandError, ExitCode
from kisi.ops.workforce import web_processes, web_server, workforce

COUNT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "kisi.settings.test"
import django
django.setup()
from kisi.tenancy import observation
observation._REQUESTS.labels("central", "GET", "200").inc(3)
observation._CONNECTIONS.labels("idle").set(5)
print(os.getpid(), flush=True)
sys.stdin.read()
"""
READ = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "kisi.settings.test"
import django
django.setup()
from prometheus_client import generate_latest
from kisi.tenancy import observation
print(generate_latest(observation._all_processes()).decode())
"""


def test_the_number_of_web_processes_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KISI_WEB_PROCESSES", "3")

    assert web_processes() == 3
    command = web_server(8000)
    assert command[command.index("--workers") + 1] == "3"


@pytest.mark.parametrize("wish", ["0", "-1", "zwei", "33", "1.5"])
def test_a_wrong_number_says_which_variable(monkeypatch: pytest.MonkeyPatch, wish: str) -> None:
    monkeypatch.setenv("KISI_WEB_PROCESSES", wish)

    with pytest.raises(CommandError, match="KISI_WEB_PROCESSES") as error:
        web_processes()

    assert error.value.code == ExitCode.USAGE


@pytest.mark.parametrize("processes", ["1", "2"])
def test_only_several_web_processes_share_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, processes: str
) -> None:
    monkeypatch.setenv("KISI_WEB_PROCESSES", processes)
    data = DataDirectory(tmp_path / "data")
    data.make()

    web = workforce(data, 8000)[0]

    assert ("PROMETHEUS_MULTIPROC_DIR" in web.environment) is (processes == "2")


def test_figures_of_all_processes_add_up_and_a_dead_one_keeps_no_connections(tmp_path: Path) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _number in range(2)
    ]
    try:
        assert all(worker.stdout and worker.stdout.readline() for worker in workers)
        both = _read(environment)
        workers[0].kill()
        workers[0].wait()
        one = _read(environment)
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()

    requests = 'kisi_requests_total{method="GET",realm="central",status="200"} 6.0'
    assert requests in both
    assert requests in one
    assert 'kisi_database_connections{state="idle"} 10.0' in both
    assert 'kisi_database_connections{state="idle"} 5.0' in one


def _read(environment: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, "-c", READ], env=environment, capture_output=True, text=True, check=True
    ).stdout
