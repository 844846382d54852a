"""The public pages of a municipality."""
