"""Public pages and their settings."""
