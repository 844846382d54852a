"""One way to write forms: renderer, fields, widgets and the answer 422 to an invalid form."""

from kisi.ui.forms.answers import InvalidAnswers422, answer_form
from kisi.ui.forms.fields import GermanDateField, GermanDecimalField
from kisi.ui.forms.renderer import KernRenderer
from kisi.ui.forms.widgets import DateInput, FileUpload, MultipleTiles, TextDateInput, Tiles

__all__ = [
    "DateInput",
    "FileUpload",
    "GermanDateField",
    "GermanDecimalField",
    "InvalidAnswers422",
    "KernRenderer",
    "MultipleTiles",
    "TextDateInput",
    "Tiles",
    "answer_form",
]
