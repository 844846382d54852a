"""Pages about personal data, on every host: the processing register. Without tables: it reads declarations."""
