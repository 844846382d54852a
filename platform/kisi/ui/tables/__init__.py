"""Lists: columns declared once give sort, filter, pages, export, empty state and phone cards."""

from kisi.ui.tables.answers import answer_table
from kisi.ui.tables.columns import Column, Status, Table
from kisi.ui.tables.exports import export_asked
from kisi.ui.tables.filtering import filter_rows
from kisi.ui.tables.listing import Filtered, KeptRows, Listing

__all__ = [
    "Column",
    "Filtered",
    "KeptRows",
    "Listing",
    "Status",
    "Table",
    "answer_table",
    "export_asked",
    "filter_rows",
]
