"""Municipalities: the tenants and the official register they come from."""

from shared.municipalities.models.municipality import Domain, Municipality
from shared.municipalities.models.register import District, RegisteredMunicipality, TerritorialChange

__all__ = ["District", "Domain", "Municipality", "RegisteredMunicipality", "TerritorialChange"]
