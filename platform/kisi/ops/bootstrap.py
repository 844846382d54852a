"""Make the virtual environment, keep it equal to the lock file, hand over to the `kisi` command.

Run by the script `kisi` with any Python ≥ 3.12, hence only the standard library and nothing of the project.
The project itself is put on the path with a `.pth` file: an editable install would need its build backend at
hand and a build at every change of pyproject.toml, and would add nothing to a checkout.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "kisi-installed.json"
UNFINISHED = VENV / "kisi-unfinished"
LOCKS = {"runtime": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
OLDEST = (3, 12)
_DISTURBING = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")


class BootstrapError(Exception):
    """The environment cannot be set up; the text is a German sentence for the screen."""


def main(arguments: list[str]) -> None:
    """Bring the environment in order and become the `kisi` command; does not return."""
    wanted = ["runtime", "test"] if arguments[:1] == ["test"] else ["runtime"]
    try:
        if not _in_order(wanted):
            with _alone():
                if not _in_order(wanted):
                    _set_up(wanted)
    except BootstrapError as error:
        sys.exit(f"kisi: {error}")
    except OSError as error:
        sys.exit(f"kisi: Die Umgebung {VENV} lässt sich nicht einrichten: {error.strerror} ({error.filename}).")
    except KeyboardInterrupt:
        sys.exit(130)
    # -P: the caller's working directory must not shadow a module.
    os.execve(PYTHON, [str(PYTHON), "-P", "-m", "kisi.ops.command", *arguments], _environment())  # noqa: S606


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _DISTURBING}


def _digest(lock: Path) -> str:
    if not lock.is_file():
        raise BootstrapError(f"{lock.name} fehlt in {ROOT}. Holen Sie den Stand des Projekts neu.")
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _stamp() -> dict[str, str]:
    try:
        content = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _version(python: Path | str) -> str | None:
    """Major and minor version of an interpreter, asked of itself; None if it does not start."""
    command = [str(python), "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None


def _wanted_version() -> str | None:
    """The version that KISI_PYTHON asks for; None if any will do, as where it names one that is too old."""
    chosen = os.environ.get("KISI_PYTHON")
    version = _version(chosen) if chosen else None
    return version if version and tuple(map(int, version.split("."))) >= OLDEST else None


def _usable() -> bool:
    """Whether the environment starts, was not left half-made and has the version that was asked for."""
    version = _version(PYTHON)
    fits = version is not None and _wanted_version() in (None, version)
    return fits and not UNFINISHED.exists() and (VENV / "lib" / f"python{version}" / "site-packages").is_dir()


def _in_order(wanted: list[str]) -> bool:
    stamp = _stamp()
    return (
        all(stamp.get(name) == _digest(LOCKS[name]) for name in wanted)
        and _usable()
        and all(path.read_text(encoding="utf-8") == text for path, text in _path_files() if path.exists())
        and all(path.exists() for path, _ in _path_files())
    )


def _path_files() -> list[tuple[Path, str]]:
    """The `.pth` file of the environment and what must stand in it."""
    folders = (VENV / "lib").glob("python3.*/site-packages")
    return [(folder / "kisi-checkout.pth", f"{ROOT / 'platform'}\n{ROOT}\n") for folder in folders]


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Only one caller at a time sets the environment up; a second one waits and finds it ready."""
    with LOCKS["runtime"].open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Ein anderer Aufruf richtet die Umgebung gerade ein. Ich warte …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        except OSError:  # a network file system that locks only files opened for writing
            _say("Dieses Dateisystem kennt keine Sperren. Rufen Sie kisi nicht zweimal zugleich auf.")
        yield


def _set_up(wanted: list[str]) -> None:
    if not os.access(VENV if VENV.is_dir() else ROOT, os.W_OK):
        raise BootstrapError(
            f"{ROOT} ist für dieses Benutzerkonto schreibgeschützt, die Umgebung lässt sich nicht einrichten. "
            "Rufen Sie ./kisi einmal als das Konto auf, dem das Verzeichnis gehört."
        )
    if not _usable():
        _make_venv()
    UNFINISHED.touch()  # whoever finds it knows that a package may be half-installed
    stamp = _stamp()
    STAMP.unlink(missing_ok=True)
    for name in wanted:
        digest = _digest(LOCKS[name])
        if stamp.get(name) != digest:
            _install(LOCKS[name])
            stamp[name] = digest
    for path, text in _path_files():
        path.write_text(text, encoding="utf-8")
    draft = STAMP.with_suffix(".draft")
    draft.write_text(json.dumps(stamp), encoding="utf-8")
    draft.replace(STAMP)
    UNFINISHED.unlink(missing_ok=True)


def _make_venv() -> None:
    base = os.environ.get("KISI_PYTHON") if _wanted_version() else None
    base = base or getattr(sys, "_base_executable", None) or sys.executable
    _say(f"Lege die Umgebung .venv mit Python {_version(base)} an …")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    probe = [base, "-I", "-c", "import ensurepip"]
    has_pip = subprocess.run(probe, capture_output=True, check=False).returncode == 0  # noqa: S603
    command = [base, "-I", "-m", "venv", *([] if has_pip else ["--without-pip"]), str(VENV)]
    result = subprocess.run(command, capture_output=True, text=True, env=_environment(), check=False)  # noqa: S603
    if result.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        reason = (result.stderr or result.stdout).strip()
        raise BootstrapError(f"Python {base} kann keine Umgebung anlegen (fehlt python3-venv?):\n{reason}")


def _pip() -> list[str]:
    """The environment's pip, or the one of the Python that runs this for an environment without."""
    if list((VENV / "lib").glob("python3.*/site-packages/pip")):
        return [str(PYTHON), "-I", "-m", "pip"]
    return [sys.executable, "-I", "-m", "pip", "--python", str(PYTHON)]


def _install(lock: Path) -> None:
    """Install exactly the locked packages. Raises BootstrapError with pip's last lines if that fails."""
    total = sum("==" in line and not line.startswith((" ", "#")) for line in lock.read_text().splitlines())
    _say(f"Installiere {total} Pakete aus {lock.name} …")
    command = [*_pip(), "install", "--require-hashes", "--no-deps", "--no-input", "--progress-bar", "off"]
    command += ["--disable-pip-version-check", "--no-warn-script-location", "--root-user-action", "ignore"]
    command += ["--no-compile"]
    process = subprocess.Popen(  # noqa: S603 - fixed command
        [*command, "--requirement", str(lock)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=_environment(),
    )  # fmt: skip
    last: deque[str] = deque(maxlen=25)
    done, touched = 0, False
    for line in process.stdout or ():
        last.append(line.rstrip())
        if line.startswith(("Collecting", "Requirement already")):
            done += 1
            _progress(f"  {min(done, total)}/{total} {line.split()[1][:40]}")
        elif line.startswith("Installing"):
            touched = True
            _progress("  entpacke …")
    _progress("")
    if process.wait() != 0:
        if not touched:  # nothing was fetched or a hash was wrong: the environment is as it was
            UNFINISHED.unlink(missing_ok=True)
        reason = "\n".join(last)
        raise BootstrapError(f"Die Abhängigkeiten aus {lock.name} ließen sich nicht installieren:\n{reason}")
    _compile()


def _compile() -> None:
    """Compile what is installed, and the project, on all cores; pip would take one, and half of the time.

    Without it every process of the platform would compile every module anew where none may be written down later
    (PYTHONDONTWRITEBYTECODE). What cannot be compiled says so when it is imported; what changes later is compiled
    anew when it is imported.
    """
    _progress("  übersetze …")
    packages = [str(folder) for folder in (VENV / "lib").glob("python3.*/site-packages")]
    packages += [str(ROOT / name) for name in ("platform", "shared", "tenants", "api")]
    command = [str(PYTHON), "-I", "-m", "compileall", "-qq", "-j", "0", "-x", r"[\\/]tests[\\/]", *packages]
    subprocess.run(command, capture_output=True, env=_environment(), check=False)  # noqa: S603 - fixed command
    _progress("")


def _say(text: str) -> None:
    print(f"kisi: {text}", file=sys.stderr, flush=True)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
