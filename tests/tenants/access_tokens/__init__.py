"""Tokens of a municipality."""
