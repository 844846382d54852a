"""The groups of the `kisi` command, one file each."""
