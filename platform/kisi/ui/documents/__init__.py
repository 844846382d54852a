"""PDF files made with typst: tagged (PDF/UA-1), with this folder's fonts and nothing from the system."""

from kisi.ui.documents.making import pdf

__all__ = ["pdf"]
