"""The public host's own pages: for everybody, and for the operator."""
