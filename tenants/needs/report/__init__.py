"""The report on needs: for a page to print and for a PDF."""

from tenants.needs.report.making import Chapter, Entry, chapters_of, report_pdf

__all__ = ["Chapter", "Entry", "chapters_of", "report_pdf"]
