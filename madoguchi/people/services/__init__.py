"""Verbs of people."""
