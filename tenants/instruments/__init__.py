"""What a municipality asks: its own versions of instruments, adopted from the library or written here."""
