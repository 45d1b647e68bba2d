"""Verbs of knowledge."""
