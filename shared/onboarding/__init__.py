"""Municipalities come on board and leave: resumable jobs of named steps."""
