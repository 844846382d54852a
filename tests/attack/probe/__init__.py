"""A probe behind the platform's real middleware: pages that say where they were answered from. Tests only."""
