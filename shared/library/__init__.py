"""The central library: templates in numbered, immutable versions that municipalities copy."""
