"""The `kisi` command, the embedded servers and everything that runs the platform."""
