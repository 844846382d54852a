"""Instruments as XLSForm spreadsheets, the format KoBoToolbox, ODK and others write and read.

Sheets ``survey``, ``choices``, ``settings``; translations in columns such as ``label::Українська (uk)``;
what XLSForm has no word for stands in columns beginning with ``kisi_``, which other tools ignore.
"""

from shared.instruments.xlsform.opening import MAX_BYTES
from shared.instruments.xlsform.problems import BadSpreadsheet, Place
from shared.instruments.xlsform.reading import read_xlsform
from shared.instruments.xlsform.writing import write_xlsform

__all__ = ["MAX_BYTES", "BadSpreadsheet", "Place", "read_xlsform", "write_xlsform"]
