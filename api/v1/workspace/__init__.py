"""What a municipality's own host answers to machines."""
