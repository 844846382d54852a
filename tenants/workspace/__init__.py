"""The workspace of one municipality: what it says about itself."""
