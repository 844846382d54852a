"""Every benchmark runs in a tiny variant and says what CONTRACT.md wants. Nothing here looks at a clock."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from rich.console import Console

from kisi.ops.bench import BenchError, BenchReport, run
from kisi.ops.bench.contest import Effort
from kisi.ops.bench.filler import Shape
from kisi.ops.bench.plan import KEYS

TINY = Effort(
    shape=Shape(tables=9, indexes=24, migrations=14),
    requests=40,
    slices=2,
    rows=10,
    sheets=60,
    participants=4,
    warm_up=False,
    with_pauses=False,
)
RIVALS = {
    "requests": {"plain_django", "stock_django_tenants"},
    "requests_p99_ms": {"plain_django", "stock_django_tenants"},
    "worker_memory_mb": {"stock_django_tenants"},
    "worker_backends_mb": {"stock_django_tenants"},
    "provisioning_ms": {"stock_create", "stock_clone"},
    "provisioning_unfilled_ms": {"stock_create", "stock_clone"},
    "migrate_noop_s": {"stock_standard", "stock_multiprocessing"},
    "migrate_one_column_s": {"stock_standard", "stock_multiprocessing"},
    "collect_s": {"union_all"},
    "collect_unchanged_s": set(),
    "release_s": set(),
    "release_attacked_s": set(),
    "survey_p50_ms": set(),
    "survey_p99_ms": set(),
    "survey_rush_p99_ms": set(),
}


@pytest.fixture(scope="module")
def steps() -> list[tuple[int, int]]:
    """What the progress bar was told."""
    return []


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A place for temporary files of these tests' own, in which nothing may be left."""
    with tempfile.TemporaryDirectory(prefix="kisi-test-bench-") as folder, pytest.MonkeyPatch.context() as patch:
        Path(folder).chmod(0o711)
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@pytest.fixture(scope="module")
def report(place: Path, steps: list[tuple[int, int]]) -> BenchReport:
    """One tiny run of everything."""
    found = run(towns=2, runs=1, effort=TINY, progress=lambda done, of: steps.append((done, of)))
    assert list(place.iterdir()) == []
    return found


@pytest.mark.slow
@pytest.mark.parametrize("key", RIVALS)
def test_each_benchmark_has_its_rivals_in_the_same_run(report: BenchReport, key: str) -> None:
    """Key, unit, direction, our figure, the rivals' figures, the number of runs."""
    found: dict[str, Any] = {entry["key"]: entry for entry in report.as_json()["benchmarks"]}[key]
    assert found["unit"] in {"req/s", "ms", "s", "MB"}
    assert found["better"] == ("higher" if key == "requests" else "lower")
    assert found["ours"] > 0
    assert set(found["rivals"]) == RIVALS[key]
    assert all(value > 0 for value in found["rivals"].values())
    assert found["runs"] == 1


@pytest.mark.slow
def test_report_is_json_and_a_table(report: BenchReport) -> None:
    """The JSON names the machine; the table shows every rival."""
    content = json.loads(json.dumps(report.as_json()))
    assert {"cores", "processor", "python", "postgresql", "django"} <= set(content["machine"])
    shown = io.StringIO()
    Console(file=shown, width=200).print(report.as_table())
    for rival in set().union(*RIVALS.values()):
        assert rival in shown.getvalue()


@pytest.mark.slow
def test_the_filler_brings_a_schema_to_the_wanted_size(report: BenchReport) -> None:
    """Measured in the database, not taken from the plan."""
    assert report.workload["tables"] >= TINY.shape.tables
    assert report.workload["migrations"] >= TINY.shape.migrations


@pytest.mark.slow
def test_progress_ends_where_it_said(report: BenchReport, steps: list[tuple[int, int]]) -> None:
    """Never backwards, and all of it at the end."""
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1][0] == steps[-1][1]


def test_an_unknown_benchmark_is_refused() -> None:
    """In one sentence that names the known ones, before anything is started."""
    with pytest.raises(BenchError, match="provisioning_ms"):
        run(only="nonsense")


def test_every_key_is_checked_here() -> None:
    """A new benchmark needs a line above; growth appears only with more towns than the trial's."""
    assert set(KEYS) - {"provisioning_growth"} == set(RIVALS)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing(place: Path, number: signal.Signals) -> None:
    """Neither a process nor a folder."""
    # A test run in the background ignores Ctrl-C, and so would its children.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from kisi.ops.bench import run; run(only='migrate_noop_s')"
    )
    with subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL) as process:
        try:
            children = wait_for_children(process.pid)
            process.send_signal(number)
            assert process.wait(timeout=60) != 0
        finally:
            process.kill()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []
    assert list(place.iterdir()) == []


def wait_for_children(pid: int) -> list[psutil.Process]:
    """All processes below ``pid`` once the server and an entrant are at work."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        children = psutil.Process(pid).children(recursive=True)
        with suppress(psutil.Error):
            if any("kisi.ops.bench.entrant" in child.cmdline() for child in children):
                return children
        time.sleep(0.1)
    raise AssertionError("no entrant was started")
