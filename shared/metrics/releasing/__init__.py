"""Releases: from the towns' numbers to a frozen state, as a job that may be killed anywhere."""
