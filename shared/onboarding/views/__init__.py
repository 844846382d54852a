"""Coming on board and leaving, on screen."""
