"""Documents: tagged PDF (PDF/UA-1) made with typst and this folder's fonts alone, and Word files."""

from kisi.ui.documents.making import Funding, pdf
from kisi.ui.documents.word import WordDocument

__all__ = ["Funding", "WordDocument", "pdf"]
