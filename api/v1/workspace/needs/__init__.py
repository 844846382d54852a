"""Needs, for programs with a token."""
