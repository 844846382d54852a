"""`kisi test`: the whole suite is dealt out to several processes, a wish of the caller's is left as it is."""

import fcntl
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kisi.ops.commands import testing
from kisi.ops.commands.tree import app
from tests import template_cache
from tests.dealing import FIRST, rank
from tests.platform.kisi.ops.platform_process import ROOT

SPREAD = ["--dist", "loadfile", "--no-loadscope-reorder"]


@pytest.fixture(autouse=True)
def _no_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with six cores whose owner wished for nothing, and with a Chromium."""
    monkeypatch.delenv("KISI_TEST_WORKERS", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    monkeypatch.setattr(testing, "ensure_browser", lambda _reporter: "/usr/bin/chromium")


def handed_to_pytest(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    """What `kisi test` would become: pytest's arguments behind those that name the project."""
    became: list[list[str]] = []
    monkeypatch.setattr(os, "execve", lambda _program, command, _environment: became.append(command))
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, ["test", *arguments])
    assert result.exit_code == 0, result.output
    fixed = [sys.executable, "-P", "-m", "pytest", "--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml")]
    assert became[0][: len(fixed)] == fixed
    return became[0][len(fixed) :]


@pytest.mark.parametrize(("cores", "workers"), [(2, "2"), (3, "3"), (64, "4")])
def test_the_whole_suite_uses_the_cores_up_to_four(monkeypatch: pytest.MonkeyPatch, cores: int, workers: str) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert handed_to_pytest(monkeypatch) == ["-n", workers, *SPREAD]


@pytest.mark.parametrize("cores", [1, None])
def test_one_core_runs_it_in_one_process(monkeypatch: pytest.MonkeyPatch, cores: int | None) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert handed_to_pytest(monkeypatch) == []


@pytest.mark.parametrize(("wish", "expected"), [("3", ["-n", "3", *SPREAD]), ("1", []), ("", ["-n", "4", *SPREAD])])
def test_the_number_can_be_chosen(monkeypatch: pytest.MonkeyPatch, wish: str, expected: list[str]) -> None:
    monkeypatch.setenv("KISI_TEST_WORKERS", wish)
    assert handed_to_pytest(monkeypatch) == expected


@pytest.mark.parametrize("arguments", [["-q"], ["-k", "a name"], ["tests/platform", "-n", "2"]])
def test_with_arguments_nothing_is_added(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    expected = [str(ROOT / each) if each.startswith("tests") else each for each in arguments]
    assert handed_to_pytest(monkeypatch, *arguments) == expected


def test_the_order_names_folders_that_exist() -> None:
    """A renamed folder would silently be given away last, or beside what it minds."""
    assert [folder for folder in FIRST if not (ROOT / folder).is_dir()] == []
    assert rank("tests/chaos/test_x.py::test_y") < rank("tests/attack/test_x.py::test_y") < rank("tests/tenants/x.py")


def test_only_one_process_makes_the_kept_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes second waits; afterwards the way is free."""
    monkeypatch.setattr(template_cache, "KEPT", tmp_path / "test-clusters")
    with (tmp_path / "test-clusters.lock").open("w") as second:
        with template_cache.alone(), pytest.raises(BlockingIOError):
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
