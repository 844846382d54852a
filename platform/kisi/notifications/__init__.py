"""Notices to people: what happened that concerns them, on screen and, if they wish, by e-mail. In every schema."""
