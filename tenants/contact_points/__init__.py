"""Contact points of a municipality and when they are open."""
