"""What a worker process has grown to once it has been in every town."""

from __future__ import annotations

import psutil

from kisi.ops.bench.contest import Course, take_turns
from kisi.ops.bench.entrant import Entrant
from kisi.ops.bench.report import OURS, Benchmark
from kisi.ops.bench.stage import PLATFORM, STOCK, Variant, hosts

_MEGABYTE = 2**20
_CAN_LOOK_INTO_BACKENDS = hasattr(psutil.Process, "memory_maps")
_ENTRANTS = {OURS: PLATFORM, "stock_django_tenants": STOCK}


def memory(course: Course) -> list[Benchmark]:
    """``worker_memory_mb`` (the process itself) and ``worker_backends_mb`` (its database connections on the server)."""
    for variant in _ENTRANTS.values():
        course.stage.prepare(variant, towns=course.towns)
        course.stage.end(variant)
    backends: dict[str, list[float]] = {name: [] for name in _ENTRANTS}

    def turn(name: str, variant: Variant) -> float:
        with Entrant(name, course.stage.environment(variant)) as entrant:
            own = float(entrant.ask("visit", hosts=hosts(course.towns)))
            if _CAN_LOOK_INTO_BACKENDS:
                backends[name].append(sum(map(_own_memory, course.stage.backends(variant))))
        return own

    samples = take_turns(
        course,
        {name: lambda _run, name=name, variant=variant: turn(name, variant) for name, variant in _ENTRANTS.items()},  # type: ignore[misc]
        warm_up=False,
    )
    towns = course.towns
    found = [Benchmark.of("worker_memory_mb", "Speicher eines Prozesses", "MB", "lower", samples, towns=towns)]
    if _CAN_LOOK_INTO_BACKENDS:
        title = "seine Verbindungen im Server"
        found.append(Benchmark.of("worker_backends_mb", title, "MB", "lower", backends, towns=towns))
    return found


def _own_memory(process: int) -> float:
    """What a server process has allocated for itself, in megabytes.

    Not its unique set: a page of the shared buffers that only one process has touched would count as its own.
    """
    mappings = psutil.Process(process).memory_maps(grouped=False)
    return sum(m.private_clean + m.private_dirty for m in mappings if m.path.startswith("[")) / _MEGABYTE
