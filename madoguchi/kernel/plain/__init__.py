"""Plain values that channel adapters speak, and the cleaning of HTML. Imports no framework and no other room."""
