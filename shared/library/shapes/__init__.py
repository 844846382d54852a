"""What the content of a template looks like, declared once for each kind.

Checks, forms, previews and comparisons all read these declarations; surveys have a format of their
own (``shared/instruments/README.md``).
"""

from shared.library.shapes.kinds import SHAPES
from shared.library.shapes.parts import Choices, Line, Named, Number, Part, Prose, Rows, Texts

__all__ = ["SHAPES", "Choices", "Line", "Named", "Number", "Part", "Prose", "Rows", "Texts"]
