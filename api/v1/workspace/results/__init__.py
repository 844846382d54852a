"""Results of waves, for programs with a token: numbers only, protected as on screen."""
