"""Tables of this app; all of them stand once, in the public schema."""

from shared.metrics.models.collection import CollectionBatch, CollectionRun
from shared.metrics.models.contribution import Contribution, FillState
from shared.metrics.models.definition import MetricDefinition
from shared.metrics.models.release import AmifTotal, Release, ReleasedFigure, ReleaseInput, ReleaseRun

__all__ = [
    "AmifTotal",
    "CollectionBatch",
    "CollectionRun",
    "Contribution",
    "FillState",
    "MetricDefinition",
    "Release",
    "ReleaseInput",
    "ReleaseRun",
    "ReleasedFigure",
]
