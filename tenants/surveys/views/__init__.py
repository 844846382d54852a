"""Pages about waves."""
