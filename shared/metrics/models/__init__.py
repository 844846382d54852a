"""Tables of this app; all of them stand once, in the public schema."""

from shared.metrics.models.collection import CollectionBatch, CollectionRun
from shared.metrics.models.contribution import Contribution, FillState
from shared.metrics.models.definition import MetricDefinition

__all__ = ["CollectionBatch", "CollectionRun", "Contribution", "FillState", "MetricDefinition"]
