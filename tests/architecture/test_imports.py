"""The import contracts hold, and each of them catches a planted violation."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("platform", "shared", "tenants", "api")


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on a copy of the sources, or on the sources themselves."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=root,
        env={
            "PYTHONPATH": f"{root / 'platform'}:{root}",
            "PATH": "/usr/bin:/bin",
            "PYTHONDONTWRITEBYTECODE": "1",
            "COLUMNS": "200",
        },
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources in a place where faults may be planted."""
    root = tmp_path_factory.mktemp("sources")
    for folder in SOURCES:
        shutil.copytree(
            ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "static", "data", "templates")
        )
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_all_contracts_are_kept(copy: Path) -> None:
    """On the code as it is."""
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("where", "what", "contract"),
    [
        ("shared/municipalities/queries_planted.py", "import tenants.workspace", "Imports point down"),
        ("platform/kisi/core/planted.py", "import kisi.tenancy.directory", "Imports point down"),
        ("shared/onboarding/planted.py", "import kisi.settings.base", "The composition root is imported by nobody"),
        ("tenants/workspace/planted.py", "import django_tenants.utils", "Only the tenancy kernel"),
        (
            "shared/municipalities/vocabulary.py",
            "import shared.municipalities.models",
            "Inside an app imports point down",
        ),
    ],
)
def test_a_planted_violation_is_caught(copy: Path, where: str, what: str, contract: str) -> None:
    """A contract that cannot fail proves nothing."""
    file = copy / where
    before = file.read_text() if file.exists() else None
    file.write_text(f"{before or ''}\n{what}\n")
    try:
        result = lint_imports(copy)
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract}" in result.stdout
    assert "BROKEN" in result.stdout


def test_every_app_is_under_the_inner_contract() -> None:
    """A new app must be listed in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    containers = set(next(c for c in contracts if c["name"].startswith("Inside an app"))["containers"])
    apps = {f"{top}.{path.parent.name}" for top in ("shared", "tenants") for path in (ROOT / top).glob("*/apps.py")}
    assert apps <= containers
