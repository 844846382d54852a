"""Where work begins: the start page and the index of all settings, made of what apps declare. No tables."""
