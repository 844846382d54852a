"""Anchors of all audit trails in the public schema: what shows that a trail was cut off or rewritten whole."""
