"""Needs (Bedarfe): stated from evidence, decided by people, the beginning of measures and offers."""
