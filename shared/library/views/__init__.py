"""Pages of the library on the public host."""
