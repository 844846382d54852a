"""The import contracts hold, and each of them catches a planted violation."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

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
        ("shared/metrics/planted.py", "import django_tenants.utils", "Only the tenancy kernel"),
        ("tenants/instruments/planted.py", "import tenants.surveys.models", "Between a town's apps imports point down"),
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


def contract(name: str) -> dict[str, Any]:
    """A contract of pyproject.toml by the beginning of its name."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(one for one in contracts if one["name"].startswith(name))


def test_every_app_is_under_the_inner_contract() -> None:
    """A new app must be listed in pyproject.toml."""
    apps = {f"{top}.{path.parent.name}" for top in ("shared", "tenants") for path in (ROOT / top).glob("*/apps.py")}
    assert apps <= set(contract("Inside an app")["containers"])


def test_every_town_app_has_a_place_in_the_ladder() -> None:
    """Of two apps one stands above the other; none stands outside."""
    apps = {path.parent.name for path in (ROOT / "tenants").glob("*/apps.py")}
    places = {name.strip(" ()") for layer in contract("Between a town's apps")["layers"] for name in layer.split("|")}
    assert apps == places


def test_only_the_kernel_and_the_municipalities_may_name_django_tenants() -> None:
    """Every other package is listed as one that must not."""
    shared = {f"shared.{path.parent.name}" for path in (ROOT / "shared").glob("*/__init__.py")}
    kisi = {f"kisi.{path.parent.name}" for path in (ROOT / "platform" / "kisi").glob("*/__init__.py")}
    listed = set(contract("Only the tenancy kernel")["source_modules"])
    assert (shared | kisi) - listed == {"shared.municipalities", "kisi.tenancy", "kisi.settings"}
