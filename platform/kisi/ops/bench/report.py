"""What a run of the benchmarks found, as CONTRACT.md wants it and as a table for people."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from rich.table import Table

Better = Literal["higher", "lower"]
Samples = Mapping[str, Sequence[float]]
"""What every entrant achieved in each run: ``{"ours": [1, 2], "stock_create": [3, 4]}``."""
OURS = "ours"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One figure and its rivals': medians over ``runs`` interleaved runs, in ``unit``."""

    key: str
    title: str
    unit: str
    better: Better
    ours: float
    rivals: dict[str, float]
    runs: int
    towns: int

    @classmethod
    def of(cls, key: str, title: str, unit: str, better: Better, samples: Samples, *, towns: int) -> Benchmark:
        """The figure from the samples of all entrants; every entrant must have run equally often."""
        medians = {name: round(statistics.median(values), 3) for name, values in samples.items()}
        runs = {len(values) for values in samples.values()}
        if len(runs) != 1:
            raise ValueError(f"entrants ran unequally often: {samples}")
        return cls(key, title, unit, better, medians.pop(OURS), medians, runs.pop(), towns)

    def advantage_over(self, rival: str) -> float:
        """How many times better than a rival; above 1 is better, whichever direction is better."""
        other = self.rivals[rival]
        best, worst = (self.ours, other) if self.better == "higher" else (other, self.ours)
        return best / worst if worst else float("inf")

    def as_json(self) -> dict[str, Any]:
        """The benchmark as it stands in ``benchmarks`` of CONTRACT.md, with the number of towns."""
        return {
            "key": self.key,
            "unit": self.unit,
            "better": self.better,
            "ours": self.ours,
            "rivals": self.rivals,
            "runs": self.runs,
            "towns": self.towns,
        }


@dataclass(slots=True)
class BenchReport:
    """Everything one run found. ``workload`` says what a municipality's schema consisted of."""

    machine: dict[str, Any]
    workload: dict[str, int]
    benchmarks: list[Benchmark] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The report as ``kisi bench --json`` prints it."""
        return {
            "machine": self.machine,
            "workload": self.workload,
            "benchmarks": [benchmark.as_json() for benchmark in self.benchmarks],
        }

    def as_table(self) -> Table:
        """The report for a terminal."""
        load = self.workload
        about = f"je Kommune {load['tables']} Tabellen, {load['indexes']} Indizes, {load['migrations']} Migrationen"
        table = Table("Messung", "Kommunen", "KISI", "Vergleich", "Faktor", title=f"Median; {about}")
        for benchmark in self.benchmarks:
            rows = [_row(benchmark, rival, value) for rival, value in benchmark.rivals.items()]
            head = (benchmark.title, str(benchmark.towns), _shown(benchmark.ours, benchmark.unit))
            for position, row in enumerate(rows or [("", "")]):
                table.add_row(*(head if position == 0 else ("", "", "")), *row)
        return table


def _row(benchmark: Benchmark, rival: str, value: float) -> tuple[str, str]:
    return f"{rival}: {_shown(value, benchmark.unit)}", f"{benchmark.advantage_over(rival):.2f} ×"


def _shown(value: float, unit: str) -> str:
    """A number with about four significant digits, written the German way."""
    digits = 0 if value >= 1000 else 1 if value >= 100 else 2
    return f"{value:,.{digits}f} {unit}".translate(str.maketrans(",.", ".,"))
