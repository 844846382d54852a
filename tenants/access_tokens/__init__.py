"""Tokens with which a municipality's own programs use its workspace: issued, scoped and revoked by its coordinator."""
