"""Tasks that say where they ran, for real workers. Tests only."""
