"""Who may use the API, and what it has already answered."""

from api.models.client import Client
from api.models.idempotent_answer import IdempotentAnswer

__all__ = ["Client", "IdempotentAnswer"]
