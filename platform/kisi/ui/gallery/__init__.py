"""The gallery: every component in every state, with sample data that belongs to nobody."""
