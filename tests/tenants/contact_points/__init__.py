"""Contact points and office hours."""
