"""A municipality beside its peers: bands of released figures, never a list of names and never a ranking."""
