"""Plain values that channel adapters speak. Imports nothing but the standard library."""
