"""Pages of instruments: list, one instrument, the editor of its draft."""
