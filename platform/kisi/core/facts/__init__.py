"""What the municipalities report to the state: metrics declared once, collected by the apps that own the rows.

An app writes a ``facts.py``::

    declare_metric(Metric(key="surveys.responses", …, breakdowns=(Breakdown(), Breakdown(("perspective",)))))

    @collects("surveys.responses", changed=fingerprint)
    def responses(period: Period) -> Iterable[Observation]:
        yield Observation("surveys.responses", number, perspective="residents")

It is called in the town's realm, inside one read-consistent transaction, and returns numbers only.
``shared.metrics`` knows none of these apps.
"""

from kisi.core.facts.collecting import (
    Collector,
    Observation,
    WrongObservation,
    cell_key,
    cell_of,
    checked,
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
    "checked",
    "collector",
    "collectors",
    "collects",
    "declare_dimension",
    "declare_metric",
    "dimension",
    "metric",
    "metrics",
]
