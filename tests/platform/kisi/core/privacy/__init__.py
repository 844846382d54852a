"""Declarations of personal data."""
