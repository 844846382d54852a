"""Words for templates of this app."""
