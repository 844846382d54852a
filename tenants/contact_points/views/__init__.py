"""Pages of contact points in the workspace."""
