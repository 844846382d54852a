"""What the ministry sees: pages and files made from frozen releases, and from nothing else."""
