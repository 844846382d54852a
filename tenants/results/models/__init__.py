"""Rules, the code book of free answers, cross-tabs, what was published, and what results are compared with."""

from tenants.results.models.coding import AnswerCode, Coding
from tenants.results.models.cross_tab import CrossTab
from tenants.results.models.interim_state import InterimState
from tenants.results.models.publication import Publication
from tenants.results.models.reference import MOST_PEOPLE, REFERENCE_CELLS, ReferencePopulation, cell_key
from tenants.results.models.settings import ResultsSettings

__all__ = [
    "MOST_PEOPLE",
    "REFERENCE_CELLS",
    "AnswerCode",
    "Coding",
    "CrossTab",
    "InterimState",
    "Publication",
    "ReferencePopulation",
    "ResultsSettings",
    "cell_key",
]
