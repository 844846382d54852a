"""What a municipality has taken over from the central library."""
