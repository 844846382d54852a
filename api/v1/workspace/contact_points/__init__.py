"""Contact points and office hours, for everybody."""
