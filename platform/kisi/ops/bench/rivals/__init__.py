"""The entrants of the benchmarks: each a process with settings of its own, all on the same server."""
