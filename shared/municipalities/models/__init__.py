"""Municipalities: the tenants and the official register they come from."""

from shared.municipalities.models.municipality import Domain, Municipality

__all__ = ["Domain", "Municipality"]
