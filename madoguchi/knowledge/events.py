"""The news of this room."""
