"""Metrics: their definitions, what the towns contributed, how far collection got, and frozen releases."""
