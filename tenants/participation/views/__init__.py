"""Participants' pages, and staff's pages for those who cannot use them alone."""
