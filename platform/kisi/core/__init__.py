"""Kernel without tables: value types and registries that everything above may use."""
