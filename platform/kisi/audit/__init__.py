"""The audit trail: append-only, one hash chain a schema, made and kept by the database."""
