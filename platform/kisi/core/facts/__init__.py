"""What the municipalities report to the state: metrics declared once, collected by the apps that own the rows.

An app writes a ``facts.py``::

    declare_metric(Metric(key="surveys.responses", …, breakdowns=(Breakdown(), Breakdown(("perspective",)))))

    @collects("surveys.responses", basis=sheet_groups)
    def responses(period: Period, groups: list[SheetGroup]) -> Iterable[Observation]:
        yield Observation("surveys.responses", number, perspective="residents")

Both are called in the town's realm: the basis first, and only when it is another one than last time the collector,
inside the read-consistent transaction in which its basis was read. It returns numbers only.
``shared.metrics`` knows none of these apps.
"""

from kisi.core.facts.collecting import (
    Basis,
    Collector,
    Observation,
    WrongObservation,
    cell_key,
    cell_of,
    collector,
    collectors,
    collects,
)
from kisi.core.facts.declaring import (
    Breakdown,
    Dimension,
    Direction,
    Metric,
    MetricKind,
    Timing,
    declare_dimension,
    declare_metric,
    dimension,
    metric,
    metrics,
)

__all__ = [
    "Basis",
    "Breakdown",
    "Collector",
    "Dimension",
    "Direction",
    "Metric",
    "MetricKind",
    "Observation",
    "Timing",
    "WrongObservation",
    "cell_key",
    "cell_of",
    "collector",
    "collectors",
    "collects",
    "declare_dimension",
    "declare_metric",
    "dimension",
    "metric",
    "metrics",
]
