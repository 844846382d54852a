"""The script `kisi` on machines with odd Pythons; with an empty lock file, so that no package is fetched."""

import hashlib
import shutil
import stat
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from tests.platform.kisi.ops.platform_process import ROOT, as_ordinary_user

pytestmark = pytest.mark.timeout(180)

COMMAND = "import sys; print('KISI', sys.argv[1:], sys.version_info[:2], sys.prefix)"
REFUSES = '#!/bin/sh\necho "pyenv: version `3.14` is not installed" >&2\nexit 127\n'
TOO_OLD = '#!/bin/sh\ncase "$*" in *version_info*) exit 1;; esac\necho "too old was used" >&2\nexit 1\n'
REAL = f'#!/bin/sh\nexec "{Path(sys.executable).resolve()}" "$@"\n'


def make(path: Path, text: str) -> Path:
    """An executable script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def make_checkout(folder: Path) -> Path:
    """A checkout with the real script and bootstrap, a command that only shows how it was called, and no packages."""
    root = folder / "mein  Ordner" / "kisi '%s' ü"
    ops = root / "platform" / "kisi" / "ops"
    ops.mkdir(parents=True)
    shutil.copy2(ROOT / "kisi", root / "kisi")
    shutil.copy2(ROOT / "platform" / "kisi" / "ops" / "bootstrap.py", ops)
    (ops.parent / "__init__.py").touch()
    (ops / "__init__.py").touch()
    (ops / "command.py").write_text(COMMAND)
    for lock in ("requirements.lock", "requirements-test.lock"):
        (root / lock).touch()
    return root


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout without an environment."""
    return make_checkout(tmp_path)


@pytest.fixture
def search(checkout: Path) -> Path:
    """A checkout whose script only says which Python it handed over to: quick."""
    (checkout / "platform" / "kisi" / "ops" / "bootstrap.py").write_text(COMMAND)
    return checkout


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A folder for PATH with one Python that works, under its plainest name."""
    make(tmp_path / "bin" / "python3", REAL)
    return tmp_path / "bin"


@pytest.fixture(scope="module")
def shared_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One checkout for several tests: to make an environment takes seconds."""
    return make_checkout(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def installed(shared_checkout: Path, python: Path) -> Path:
    """A checkout whose environment is in order."""
    for lock in ("requirements.lock", "requirements-test.lock"):
        (shared_checkout / lock).write_text("")
    result = run(shared_checkout, python, "x")
    assert result.returncode == 0, result.stderr
    return shared_checkout


def run(checkout: Path, path: Path | str, *arguments: str, cwd: Path = Path("/"), **variables: str) -> "Result":
    """Call the script with nothing but `path` and a home without Pythons."""
    environment = {"PATH": f"{path}:/usr/bin-none", "HOME": str(checkout.parent / "home"), **variables}
    return subprocess.run(
        [str(checkout / "kisi"), *arguments], env=environment, cwd=cwd, capture_output=True, text=True, timeout=150
    )


Result = subprocess.CompletedProcess[str]


def test_it_needs_nothing_but_a_python_and_is_quiet_the_second_time(checkout: Path, python: Path) -> None:
    first = run(checkout, python, "status", "--json", "zwei Worte")
    assert first.returncode == 0, first.stderr
    assert "['status', '--json', 'zwei Worte']" in first.stdout
    assert str(checkout / ".venv") in first.stdout
    assert "Lege die Umgebung" in first.stderr
    second = run(checkout, python, "status", cwd=checkout / "platform")
    assert second.returncode == 0
    assert second.stderr == ""


@pytest.mark.parametrize("names", [["python3.14"], ["python3.13", "python3.12"], ["python3.14", "python3.13"]])
def test_shims_that_refuse_and_old_pythons_are_passed_over(search: Path, python: Path, names: list[str]) -> None:
    for name, text in zip(names, [REFUSES, TOO_OLD], strict=False):
        make(python / name, text)
    result = run(search, python, "x", KISI_PYTHON=str(make(python / "chosen", TOO_OLD)))
    assert result.returncode == 0, result.stderr
    assert "KISI_PYTHON" in result.stderr
    assert "ich suche ein anderes" in result.stderr


def test_the_chosen_python_wins(search: Path, python: Path) -> None:
    make(python / "python3", TOO_OLD)
    chosen = make(search.parent / "mein python" / "python", REAL)
    assert run(search, python, "x", KISI_PYTHON=str(chosen)).returncode == 0


def test_pyenvs_versions_are_found_without_any_path(search: Path) -> None:
    make(search.parent / "home" / ".pyenv" / "versions" / "3.8.1" / "bin" / "python3", TOO_OLD)
    make(search.parent / "home" / ".pyenv" / "versions" / "3.13.9" / "bin" / "python3", REAL)
    assert run(search, "/nowhere", "x").returncode == 0


def test_uv_is_asked_last(search: Path, python: Path) -> None:
    make(python / "python3", TOO_OLD)
    hidden = make(search.parent / "uv pythons" / "python3.13", REAL)
    make(python / "uv", f'#!/bin/sh\n[ "$1 $2" = "python find" ] && echo "{hidden}"\n')
    assert run(search, python, "x").returncode == 0


def test_without_any_python_one_sentence_says_what_to_install(search: Path, python: Path) -> None:
    make(python / "python3", TOO_OLD)
    result = run(search, python, "x")
    assert result.returncode == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "Python ab Version 3.12" in result.stderr
    assert "apt install python3" in result.stderr


def test_a_link_to_the_script_and_a_relative_call_work(search: Path, python: Path) -> None:
    link = search.parent / "kisi-link"
    link.symlink_to(search / "kisi")
    environment = {"PATH": f"{python}:/usr/bin:/bin", "HOME": "/nonexistent"}
    for command, cwd in ((["./kisi", "x"], search), (["sh", "kisi", "x"], search), ([str(link), "x"], Path("/"))):
        result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
        assert "KISI ['x']" in result.stdout, result.stderr


def venv_python(checkout: Path) -> Path:
    """The environment's interpreter."""
    return checkout / ".venv" / "bin" / "python"


@pytest.mark.parametrize("damage", ["interpreter gone", "installation killed", "packages gone", "stamp gone"])
def test_a_damaged_environment_is_repaired(installed: Path, python: Path, damage: str) -> None:
    """Where packages may be half-installed everything is made anew; a lost stamp alone costs only a look."""
    venv = installed / ".venv"
    mark = next((venv / "lib").glob("python3.*/site-packages")) / "half_installed.py"
    mark.touch()
    if damage == "interpreter gone":
        (venv / "bin" / "python3").unlink()
        venv_python(installed).unlink(missing_ok=True)
        venv_python(installed).symlink_to("/nowhere/python")
    elif damage == "installation killed":
        (venv / "kisi-unfinished").touch()
    elif damage == "packages gone":
        shutil.rmtree(mark.parent)
    else:
        (venv / "kisi-installed.json").unlink()
    result = run(installed, python, "x")
    assert result.returncode == 0, result.stderr
    assert mark.exists() == (damage == "stamp gone")
    assert run(installed, python, "x").stderr == ""


def test_a_killed_installation_leaves_the_mark_that_it_was_killed(installed: Path, python: Path) -> None:
    """The other half of the repair: pip is killed in the middle, and the next call must know."""
    slow = (
        f'#!/bin/sh\ncase "$*" in *pip*install*) kill -9 $PPID;; esac\nexec "{Path(sys.executable).resolve()}" "$@"\n'
    )
    (installed / "requirements.lock").write_text("# changed\n")
    interpreter = venv_python(installed)
    interpreter.unlink()
    make(interpreter, slow)
    killed = run(installed, python, "x")
    assert killed.returncode != 0
    assert (installed / ".venv" / "kisi-unfinished").exists()
    assert run(installed, python, "x").returncode == 0
    assert not (installed / ".venv" / "kisi-unfinished").exists()


def wheel(folder: Path) -> str:
    """A tiny package in a wheel; returns its SHA-256."""
    path = folder / "kisi_probe-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("kisi_probe.py", "")
        archive.writestr("kisi_probe-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: kisi-probe\nVersion: 1.0\n")
        archive.writestr(
            "kisi_probe-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("kisi_probe-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_only_what_has_the_locked_hash_is_installed(installed: Path, python: Path, tmp_path: Path) -> None:
    right = wheel(tmp_path)
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    lock = installed / "requirements.lock"
    for text in (f"kisi-probe==1.0 --hash=sha256:{'0' * 64}\n", "kisi-probe==1.0\n"):
        lock.write_text(text)
        result = run(installed, python, "x", cwd=Path("/"), **offline)
        assert result.returncode == 1
        assert "Die Abhängigkeiten aus requirements.lock ließen sich nicht installieren" in result.stderr
        assert "hash" in result.stderr.lower()
        assert "Lege die Umgebung" not in result.stderr  # nothing was touched: nothing is made anew
        assert "KISI" not in result.stdout
    lock.write_text(f"kisi-probe==1.0 --hash=sha256:{right}\n")
    result = run(installed, python, "x", cwd=Path("/"), **offline)
    assert result.returncode == 0, result.stderr
    assert list((installed / ".venv").glob("lib/python3.*/site-packages/kisi_probe.py"))


def test_a_chosen_python_that_is_too_old_leaves_the_environment_alone(installed: Path, python: Path) -> None:
    """It starts, says 3.11 and could make an environment: the one that is there stays, packages and all."""
    says_old = (
        '#!/bin/sh\ncase "$*" in *sys.exit*) exit 1;; *"%d.%d"*) echo 3.11; exit 0;; esac\n' + REAL.split("\n", 1)[1]
    )
    chosen = make(installed.parent / "alt" / "python3.11", says_old)
    mark = next((installed / ".venv" / "lib").glob("python3.*/site-packages")) / "mark.py"
    mark.touch()
    result = run(installed, python, "x", KISI_PYTHON=str(chosen))
    assert result.returncode == 0, result.stderr
    assert "ich suche ein anderes" in result.stderr
    assert "Lege die Umgebung" not in result.stderr
    assert mark.exists()


def test_only_a_changed_lock_installs_again(installed: Path, python: Path) -> None:
    (installed / "requirements.lock").write_text("# a new line\n")
    assert "requirements.lock" in run(installed, python, "x").stderr
    assert run(installed, python, "x").stderr == ""


def test_the_tests_get_their_own_packages(installed: Path, python: Path) -> None:
    (installed / ".venv" / "kisi-installed.json").unlink()
    assert "requirements-test.lock" not in run(installed, python, "status").stderr
    assert "requirements-test.lock" in run(installed, python, "test", "-k", "x").stderr
    assert run(installed, python, "test").stderr == ""


def test_two_calls_at_once_wait_for_each_other(checkout: Path, python: Path) -> None:
    results: list[Result] = []
    threads = [threading.Thread(target=lambda: results.append(run(checkout, python, "x"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.returncode for result in results] == [0, 0, 0], [result.stderr for result in results]
    assert sum("Lege die Umgebung" in result.stderr for result in results) == 1


def test_the_callers_variables_and_folder_shadow_nothing(installed: Path, python: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    for name in ("json", "kisi", "platform"):
        make(trap / f"{name}.py", "raise SystemExit('shadowed')")
    result = run(installed, python, "x", cwd=trap, PYTHONPATH=str(trap), PYTHONHOME="/nowhere", PIP_USER="1")
    assert result.returncode == 0, result.stderr


def test_a_checkout_that_cannot_be_written_is_explained(checkout: Path, python: Path) -> None:
    checkout.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
    command = as_ordinary_user([str(checkout / "kisi"), "x"])
    environment = {"PATH": f"{python}:/usr/bin:/bin", "HOME": "/nonexistent"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, cwd="/")
    assert result.returncode == 1
    assert "schreibgeschützt" in result.stderr
    assert "Traceback" not in result.stderr
