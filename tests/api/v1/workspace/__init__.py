"""What a municipality answers to machines."""
