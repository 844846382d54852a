"""Counting and judging answers: pure functions without database, so that every rule can be tested alone."""
