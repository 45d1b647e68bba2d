"""Serving: one port for pages, live streams, static files and health, and the worker child beside it.

Not for: what a page shows (web, api).
"""
