"""Disclosure control (rules SDC-1): what may be shown of the towns' numbers, and proof that it tells nothing more.

Pure functions without tables: ``catalogue`` says which tables exist, ``structure`` how their cells hang
together, ``rounding`` rounds all of them at once, ``visibility`` hides what stands on too few, and
``adversary`` attacks the result. ``protect`` does all of it and returns only what withstood; what no rounding
protects is withheld.
"""

from shared.disclosure.catalogue import CATALOGUE, Catalogue, Entry, Level, TooFine, check_catalogue
from shared.disclosure.protection import protect
from shared.disclosure.structure import Key, Part, Towns, structures
from shared.disclosure.task import Cell, Earlier, Protected, Task, Withheld
from shared.disclosure.thresholds import Thresholds
from shared.disclosure.visibility import Reason

__all__ = [
    "CATALOGUE",
    "Catalogue",
    "Cell",
    "Earlier",
    "Entry",
    "Key",
    "Level",
    "Part",
    "Protected",
    "Reason",
    "Task",
    "Thresholds",
    "TooFine",
    "Towns",
    "Withheld",
    "check_catalogue",
    "protect",
    "structures",
]
