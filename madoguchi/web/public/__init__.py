"""Pages of the public."""
