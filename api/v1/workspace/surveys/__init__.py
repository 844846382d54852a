"""Questionnaires and waves, for programs with a token."""
