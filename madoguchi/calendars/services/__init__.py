"""Verbs of calendars."""
