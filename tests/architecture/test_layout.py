"""The layout: what stands where, and what must never appear."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).parents[2]
TOP_LEVEL_FOLDERS = {"platform", "tenants", "shared", "api", "deploy", "tests"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
SOURCES = ("platform", "shared", "tenants", "api")


def tracked_files() -> list[Path]:
    """Every file git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Path(line) for line in listed.stdout.splitlines() if (ROOT / line).exists()]


def python_sources() -> list[Path]:
    """The product's own Python files without migrations."""
    return [path for path in product_files(".py") if "migrations" not in path.parts]


def product_files(*suffixes: str) -> list[Path]:
    """The product's files of these kinds, below ``ROOT``; migrations too."""
    return [path for path in tracked_files() if path.suffix in suffixes and path.parts[0] in SOURCES]


def test_platform_is_no_package() -> None:
    """It would shadow the standard library's module, and Celery would die with a misleading error."""
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_top_level_holds_only_what_was_agreed() -> None:
    """The user's layout is fixed."""
    folders = {path.parts[0] for path in tracked_files() if len(path.parts) > 1}
    assert {folder for folder in folders if not folder.startswith(".")} == TOP_LEVEL_FOLDERS


def test_no_dumping_grounds() -> None:
    """Names explain themselves."""
    bad = [path for path in python_sources() if path.stem in FORBIDDEN_NAMES or FORBIDDEN_NAMES & set(path.parts)]
    assert bad == []


def test_files_stay_small() -> None:
    """Over 300 lines a file becomes a folder."""
    long = {
        str(path): count for path in python_sources() if (count := len((ROOT / path).read_text().splitlines())) > 300
    }
    assert long == {}


def test_every_folder_below_tests_is_a_package() -> None:
    """pytest's default import mode needs it."""
    folders = {path.parent for path in tracked_files() if path.parts[0] == "tests" and path.suffix == ".py"}
    assert [folder for folder in folders if not (ROOT / folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("folder", SOURCES)
def test_nothing_names_a_machine(folder: str) -> None:
    """No path of a developer's machine and no registry's host in what is committed."""
    # Written in parts, so that this file does not find itself.
    words = ["/wo" + "rk/", "/ro" + "ot/", "pypi" + ".org", "npmjs" + ".org", "/opt/" + "pypi"]
    found = [
        (str(path), word)
        for path in tracked_files()
        if path.parts[0] == folder and path.suffix not in {".woff2", ".png"}
        for word in words
        if word in (ROOT / path).read_text(errors="ignore")
    ]
    assert found == []


def test_lock_files_carry_hashes_and_name_no_index() -> None:
    """Every requirement is pinned with a hash."""
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text()
        pinned = [line for line in text.splitlines() if "==" in line]
        assert len(pinned) > 50
        assert all(line.rstrip().endswith("\\") for line in pinned)
        assert text.count("--hash=sha256:") >= len(pinned)
        assert "http" not in text


def test_every_app_of_ours_stands_in_the_list_its_folder_says() -> None:
    """`shared/` is in the public schema, `tenants/` in every town's."""
    ours = {config.name for config in apps.get_app_configs() if config.name.split(".")[0] in {"shared", "tenants"}}
    assert {name for name in ours if name.startswith("shared.")} <= set(settings.SHARED_APPS)
    assert {name for name in ours if name.startswith("shared.")}.isdisjoint(settings.TENANT_APPS)
    assert {name for name in ours if name.startswith("tenants.")} <= set(settings.TENANT_APPS)
    assert {name for name in ours if name.startswith("tenants.")}.isdisjoint(settings.SHARED_APPS)
