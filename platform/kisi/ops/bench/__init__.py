"""`kisi bench`: what the platform achieves, each figure beside its rivals, measured in the same run."""

from kisi.ops.bench.plan import BenchError, UnknownBenchmark, run
from kisi.ops.bench.report import BenchReport

__all__ = ["BenchError", "BenchReport", "UnknownBenchmark", "run"]
