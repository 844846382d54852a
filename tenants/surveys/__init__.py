"""Bedarfserhebung: waves, the ways people are reached, and their anonymous responses."""
