"""What is different between two versions, readable: part by part, word by word."""

from shared.library.comparison.differences import Detail, Difference, Differences
from shared.library.comparison.versions import Worded, compare_versions
from shared.library.comparison.words import Segment, marked

__all__ = ["Detail", "Difference", "Differences", "Segment", "Worded", "compare_versions", "marked"]
